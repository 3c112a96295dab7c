package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Leaves that are entries, nearly entries, or broken: for readers to agree about. */
final class RandomEntry {
  private static final List<EventCode> EVENTS = List.of(EventCode.values());
  private static final String ID = "\"AQEBAQEBAQEBAQEBAQEBAQ\"";
  private static final String HASH = "\"BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ\"";

  private static final Map<Character, String> VALUES =
      Map.ofEntries(
          Map.entry('a', ID),
          Map.entry('r', "\"nurse\""),
          Map.entry('s', ID),
          Map.entry('d', ID),
          Map.entry('c', "\"N\""),
          Map.entry('u', "\"TREAT\""),
          Map.entry('x', "\"Req.1-_\""),
          Map.entry('p', "12"),
          Map.entry('h', HASH),
          Map.entry('w', HASH),
          Map.entry('y', "[" + ID + ",\"AgICAgICAgICAgICAgICAg\"]"),
          Map.entry('q', HASH),
          Map.entry('l', "1"),
          Map.entry('g', "[[0,3],[5,5]]"));

  private RandomEntry() {}

  /** One entry in two may stand as it is; the others get a key too many, or a changed byte. */
  static byte[] leaf(Random random) {
    EventCode event = EVENTS.get(random.nextInt(EVENTS.size()));
    int keys = 0;
    for (int tries = 0; tries < 200 && !event.takes(EntryKey.COMMON | keys); tries++) {
      int many = random.nextInt(1 << 21);
      keys = required(event) | (many & random.nextInt(1 << 21) & ~EntryKey.COMMON);
    }
    if (random.nextInt(4) == 0) {
      keys ^= 1 << (7 + random.nextInt(14));
    }
    byte[] leaf = spelled(event, keys, random).getBytes(StandardCharsets.ISO_8859_1);
    if (random.nextInt(3) == 0) {
      leaf[random.nextInt(leaf.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return leaf;
  }

  /** The keys that the event itself says are lacking when it has none. */
  private static int required(EventCode event) {
    String lacking = event.refusal(EntryKey.COMMON).orElse("");
    boolean lists = lacking.contains(" lacks ");
    return lists ? EntryKey.setOf(lacking.substring(lacking.lastIndexOf(' ') + 1)) : 0;
  }

  private static String spelled(EventCode event, int keys, Random random) {
    StringBuilder leaf = new StringBuilder("{\"v\":1,\"t\":\"");
    leaf.append(String.format("%04d", 1960 + random.nextInt(100)))
        .append(String.format("-%02d-%02d", 1 + random.nextInt(12), 1 + random.nextInt(30)))
        .append("T23:59:07.042Z\",\"n\":\"node-1\",\"b\":\"7f3a9c21\",\"k\":")
        .append(random.nextInt(1000))
        .append(",\"e\":\"")
        .append(event)
        .append("\",\"o\":")
        .append(4 * random.nextInt(4));
    for (EntryKey key : EntryKey.values()) {
      if ((keys & key.bit()) != 0 && VALUES.containsKey(key.letter())) {
        leaf.append(",\"").append(key.letter()).append("\":").append(VALUES.get(key.letter()));
      }
    }
    return leaf.append('}').toString();
  }
}
