package org.patientvault.audit;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.patientvault.model.Bytes;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;

/** Entries of every kind, with as few keys as they may have, as many, or some. */
public final class AnyEntry {
  private static final List<String> KEYS = List.of("arsdcuxphwyqlg".split(""));

  private static final Outcome[] FAILURES = {
    Outcome.MINOR_FAILURE, Outcome.SERIOUS_FAILURE, Outcome.MAJOR_FAILURE
  };

  private AnyEntry() {}

  /** With the keys that its event must have, and one of those of which it needs one. */
  public static Entry fewest(EventCode event) {
    int keys = required(event);
    for (String letter : KEYS) {
      int more = keys | EntryKey.setOf(letter);
      keys = !event.takes(keys) && event.takes(more) ? more : keys;
    }
    return made(event, keys, new Random(1));
  }

  /** With every key that its event may have. */
  public static Entry most(EventCode event) {
    int keys = required(event);
    for (String letter : KEYS) {
      int more = keys | EntryKey.setOf(letter);
      keys = mayHave(event, more) ? more : keys;
    }
    return made(event, keys, new Random(2));
  }

  /** A read for this purpose. */
  public static Entry read(Purpose purpose) {
    Entry any = most(EventCode.READ);
    return Entry.of(EventCode.READ, Outcome.SUCCESS)
        .actor(any.actor(), any.role())
        .subject(any.subject())
        .purpose(purpose)
        .policyVersion(1)
        .detail(any.detail())
        .stamped(any.stamp());
  }

  /** With some. */
  public static Entry some(EventCode event, Random random) {
    int keys = required(event);
    for (String letter : KEYS) {
      int more = keys | EntryKey.setOf(letter);
      keys = random.nextBoolean() && mayHave(event, more) ? more : keys;
    }
    return event.takes(keys) ? made(event, keys, random) : most(event);
  }

  private static int required(EventCode event) {
    String lacking = event.refusal(EntryKey.COMMON).orElse("");
    return EntryKey.COMMON
        | (lacking.contains(" lacks ")
            ? EntryKey.setOf(lacking.substring(lacking.lastIndexOf(' ') + 1))
            : 0);
  }

  private static boolean mayHave(EventCode event, int keys) {
    return event.refusal(keys).filter(why -> why.contains("must not")).isEmpty();
  }

  private static Entry made(EventCode event, int keys, Random random) {
    EntryBuilder entry = Entry.of(event, outcome(event, random));
    for (EntryKey key : EntryKey.values()) {
      if ((keys & key.bit()) != 0) {
        add(entry, key, keys, random);
      }
    }
    Instant time = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
    return entry.stamped(
        new EntryStamp(time, "node-" + random.nextInt(9), random.nextInt(), 1 + random.nextInt(9)));
  }

  private static Outcome outcome(EventCode event, Random random) {
    boolean failure = event == EventCode.DENY || event == EventCode.FAIL || random.nextInt(8) == 0;
    return failure ? any(FAILURES, random) : Outcome.SUCCESS;
  }

  private static void add(EntryBuilder entry, EntryKey key, int keys, Random random) {
    switch (key) {
      case A -> entry.actor(bytes(16, random), null);
      case R -> entry.actor(bytes(16, random), role(random));
      case S -> entry.subject(bytes(16, random));
      case D -> entry.record(bytes(16, random));
      case C -> entry.confidentiality(any(Confidentiality.values(), random));
      case U -> entry.purpose(any(Purpose.values(), random));
      case X -> entry.requestId("req-" + random.nextInt(1000));
      case P -> entry.policyVersion(random.nextInt(1000));
      case H -> entry.detail(bytes(32, random));
      case W -> entry.digest(bytes(32, random));
      case Y -> entry.approvers(List.of(bytes(16, random), bytes(16, random)));
      case Q -> entry.payload(bytes(32, random));
      case L -> entry.late();
      case G -> entry.ranges(List.of(new IndexRange(0, 3), new IndexRange(7, 7)));
      case Z -> entry.seal(bytes(64, random));
      case V, T, N, B, K, E, O -> {
        // What every entry has comes with its stamp.
      }
    }
    if (key == EntryKey.R && (keys & EntryKey.A.bit()) == 0) {
      entry.actor(bytes(16, random), role(random));
    }
  }

  private static Role role(Random random) {
    return new Role(random.nextBoolean() ? "physician" : "nurse");
  }

  private static <T> T any(T[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  private static Bytes bytes(int size, Random random) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(Arrays.copyOf(bytes, size));
  }
}
