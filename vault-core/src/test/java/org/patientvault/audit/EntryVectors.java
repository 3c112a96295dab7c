package org.patientvault.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;

/** Entries of every event with its fewest and its most keys, and spellings that are refused. */
final class EntryVectors {
  private static final List<String> ALL_KEYS =
      "arsdcuxphwyqlgz".chars().mapToObj(Character::toString).toList();

  private final ArrayNode all = new ObjectMapper().createArrayNode();

  ArrayNode all() {
    for (EventCode event : EventCode.values()) {
      addEvent(event);
    }
    addGood("a read", Samples.read(2));
    addGood("every key", Samples.everything());
    addSpellings(text(Samples.read(2).encode()));
    addLists(text(Samples.everything().encode()));
    return all;
  }

  private void addEvent(EventCode event) {
    int fewest = EntryKey.COMMON;
    int most = EntryKey.COMMON;
    for (String letter : ALL_KEYS) {
      int key = EntryKey.setOf(letter);
      boolean required = event.refusal(~key).filter(why -> why.contains(" lacks ")).isPresent();
      boolean allowed =
          event.refusal(lacking(event) | key).filter(why -> why.contains(" must not ")).isEmpty();
      fewest |= required ? key : 0;
      most |= allowed ? key : 0;
    }
    addGood(event + " with all it may have", entry(event, most));
    if (event.takes(fewest)) {
      addGood(event + " with no more than it must have", entry(event, fewest));
    } else {
      addBad(event + " without one of the keys of which it needs one", spelled(event, fewest));
    }
    addUnfit(event, fewest, most);
  }

  /** What an event must have by its own words when it has nothing. */
  private static int lacking(EventCode event) {
    String lacks = event.refusal(EntryKey.COMMON).filter(why -> why.contains(" lacks ")).orElse("");
    return EntryKey.COMMON | EntryKey.setOf(lacks.substring(lacks.lastIndexOf(' ') + 1));
  }

  private void addUnfit(EventCode event, int fewest, int most) {
    for (String letter : ALL_KEYS) {
      int key = EntryKey.setOf(letter);
      if ((fewest & key) != 0) {
        addBad(event + " without " + letter, spelled(event, fewest & ~key));
      } else if ((most & key) == 0) {
        addBad(event + " with " + letter, spelled(event, fewest | key));
      }
    }
  }

  /** An entry's spelling without asking whether the event may have these keys. */
  private static String spelled(EventCode event, int keys) {
    return text(EntryWriter.write(entry(event, keys)));
  }

  private static Entry entry(EventCode event, int keys) {
    return new Entry(
        Samples.stamp(1),
        event,
        Outcome.SUCCESS,
        has(keys, "a") ? Samples.pattern(16, 1) : null,
        has(keys, "r") ? new Role("physician") : null,
        has(keys, "s") ? Samples.pattern(16, 2) : null,
        has(keys, "d") ? Samples.pattern(16, 3) : null,
        has(keys, "c") ? org.patientvault.model.Confidentiality.N : null,
        has(keys, "u") ? Purpose.TREAT : null,
        has(keys, "x") ? "req-1" : null,
        has(keys, "p") ? (Integer) 1 : null,
        has(keys, "h") ? Samples.pattern(32, 4) : null,
        has(keys, "w") ? Samples.pattern(32, 5) : null,
        has(keys, "y") ? List.of(Samples.pattern(16, 6)) : List.of(),
        has(keys, "q") ? Samples.pattern(32, 7) : null,
        has(keys, "l"),
        has(keys, "g") ? List.of(new IndexRange(0, 3)) : List.of(),
        has(keys, "z") ? Samples.pattern(64, 8) : null);
  }

  private static boolean has(int keys, String letter) {
    return (keys & EntryKey.setOf(letter)) != 0;
  }

  private void addSpellings(String leaf) {
    addBad("a newline behind", leaf + "\n");
    addBad("a space in front", " " + leaf);
    addBad("a space within", leaf.replace("\"k\":2", "\"k\": 2"));
    addBad("another version", leaf.replace("\"v\":1", "\"v\":2"));
    addBad("a leading zero", leaf.replace("\"k\":2", "\"k\":02"));
    addBad("a sign", leaf.replace("\"k\":2", "\"k\":+2"));
    addBad("a fraction", leaf.replace("\"k\":2", "\"k\":2.0"));
    addBad("a counter of 0", leaf.replace("\"k\":2", "\"k\":0"));
    addBad("a counter beyond 2^53 - 1", leaf.replace("\"k\":2", "\"k\":9007199254740992"));
    addBad("a policy version beyond 2^31 - 1", leaf.replace("\"p\":7", "\"p\":2147483648"));
    addBad("null", leaf.replace("\"p\":7", "\"p\":null"));
    addBad("a key twice", leaf.replace("\"p\":7", "\"p\":7,\"p\":7"));
    addBad("an unknown key", leaf.replace("}", ",\"j\":1}"));
    addBad("an unknown event", leaf.replace("READ", "LOOK"));
    addBad("an unknown purpose", leaf.replace("TREAT", "CURE"));
    addBad("an unknown outcome", leaf.replace("\"o\":0", "\"o\":1"));
    addBad("a sensitivity code", leaf.replace("\"c\":\"R\"", "\"c\":\"HIV\""));
    addBad(
        "keys in another order",
        leaf.replace(",\"b\":\"7f3a9c21\",\"k\":2", ",\"k\":2,\"b\":\"7f3a9c21\""));
    addBad("an escape", leaf.replace("physician", "physici\\u0061n"));
    addBad("padded base64url", leaf.replace("AQEBAQEBAQEBAQEBAQEBAQ", "AQEBAQEBAQEBAQEBAQEBAQ=="));
    addBad("spare bits", leaf.replace("AQEBAQEBAQEBAQEBAQEBAQ", "AQEBAQEBAQEBAQEBAQEBAR"));
    addBad("the other alphabet", leaf.replace("AQEBAQEBAQEBAQEBAQEBAQ", "AQEBAQEBAQEBAQEBAQE+AQ"));
    addBad("an upper-case boot", leaf.replace("7f3a9c21", "7F3A9C21"));
    addBad("a day that is none", leaf.replace("2026-01-15", "2026-02-29"));
    addBad("a leap second", leaf.replace("08:31:07", "08:59:60"));
    addBad("a short time", leaf.replace(".044Z", ".04Z"));
    addBad("a year before 1970", leaf.replace("2026-01-15", "1969-12-31"));
    addBad("a long request id", leaf.replace("req-42.A_b", "x".repeat(65)));
    addBad("a long node name", leaf.replace("node-1", "n".repeat(64)));
    addBad("cut short", leaf.substring(0, leaf.length() - 1));
  }

  private void addLists(String leaf) {
    for (String ranges :
        List.of("[]", "[[1,0]]", "[[0,1],[2,3]]", "[[5,6],[1,2]]", "[[0]]", "[0,1]")) {
      addBad("ranges " + ranges, leaf.replace("[[0,0],[2,9],[11,12]]", ranges));
    }
    String one = "\"CAgICAgICAgICAgICAgICA\"";
    addBad("no approver", leaf.replaceFirst("\"y\":\\[[^]]*]", "\"y\":[]"));
    addBad(
        "an approver twice",
        leaf.replaceFirst("\"y\":\\[[^]]*]", "\"y\":[" + one + "," + one + "]"));
    addBad("late, with 0", leaf.replace("\"l\":1", "\"l\":0"));
  }

  private void addGood(String name, Entry entry) {
    byte[] leaf = entry.encode();
    String hash = HexFormat.of().formatHex(new MerkleHash().leaf(leaf));
    all.addObject().put("is", name).put("leaf", text(leaf)).put("leaf_hash", hash);
  }

  private void addBad(String name, String leaf) {
    all.addObject().put("is", name).put("leaf", leaf).put("refused", true);
  }

  private static String text(byte[] leaf) {
    return new String(leaf, StandardCharsets.US_ASCII);
  }
}
