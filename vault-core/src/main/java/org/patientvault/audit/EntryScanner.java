package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Purpose;

/**
 * Decides whether bytes are a version-1 entry, in one pass and without making objects.
 *
 * <p>Keys are accepted in their one order only, so a duplicate or unknown key cannot pass. After a
 * successful scan the value of key {@code k} stands at {@code from(k)} to {@code to(k)}, quotes
 * included. For one thread; the next scan overwrites the last.
 */
final class EntryScanner {
  private static final byte[] START = "{\"v\":1,\"t\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final CodeTable<EventCode> EVENTS = new CodeTable<>(EventCode.values());
  private static final CodeTable<Purpose> PURPOSES = new CodeTable<>(Purpose.values());
  private static final EntryKey[] KEYS = EntryKey.values();
  private static final byte[] ORDER = new byte[128];

  static {
    Arrays.fill(ORDER, (byte) -1);
    for (EntryKey key : KEYS) {
      ORDER[key.letter()] = (byte) key.place();
    }
  }

  private final AsciiCursor cursor = new AsciiCursor();
  private final int[] starts = new int[KEYS.length];
  private final int[] ends = new int[KEYS.length];
  private int keys;
  private String problem = "";
  private @Nullable EventCode event;
  private @Nullable Purpose purpose;

  /**
   * True when bytes {@code from} to {@code to} are an entry; else {@link #problem} says why not.
   */
  boolean scan(byte[] text, int from, int to) {
    cursor.reset(text, from, to);
    keys = 0;
    problem = "";
    event = null;
    purpose = null;
    if (to - from > Entry.MAX_BYTES) {
      return fail("longer than " + Entry.MAX_BYTES + " bytes");
    }
    return scanStart() && scanRest(from) && scanned();
  }

  private boolean scanned() {
    if (event == null) {
      return fail("no key e");
    }
    return event.takes(keys) || fail(event.refusal(keys).orElse(""));
  }

  private boolean scanStart() {
    byte[] text = cursor.text;
    int start = cursor.at;
    int time = start + START.length;
    int afterTime = time + UtcTime.LENGTH;
    if (afterTime >= cursor.end || !Arrays.equals(START, 0, START.length, text, start, time)) {
      return fail("does not start as a version 1 entry");
    }
    if (!UtcTime.isTime(text, time) || text[afterTime] != '"') {
      return fail("key t has no canonical value");
    }
    mark(EntryKey.V, start + 5, start + 6);
    mark(EntryKey.T, time - 1, afterTime + 1);
    cursor.at = afterTime + 1;
    return true;
  }

  private boolean scanRest(int from) {
    int last = EntryKey.T.place();
    while (cursor.at < cursor.end && cursor.text[cursor.at] == ',') {
      int order = keyAtCursor();
      if (order <= last) {
        return fail("unknown, repeated or misplaced key at byte " + (cursor.at - from));
      }
      cursor.at += 5;
      if (!scanValue(KEYS[order])) {
        return fail("key " + KEYS[order].letter() + " has no canonical value");
      }
      last = order;
    }
    int place = cursor.at - from;
    return (cursor.takes('}') && cursor.at == cursor.end) || fail("broken at byte " + place);
  }

  /** The key that stands as {@code ,"x":} at the cursor, as its place in the order, or -1. */
  private int keyAtCursor() {
    byte[] text = cursor.text;
    int at = cursor.at;
    if (at + 5 >= cursor.end || text[at + 1] != '"' || text[at + 3] != '"' || text[at + 4] != ':') {
      return -1;
    }
    return text[at + 2] < 0 ? -1 : ORDER[text[at + 2]];
  }

  private boolean scanValue(EntryKey key) {
    int start = cursor.at;
    boolean canonical =
        switch (key) {
          case V, T -> false;
          case N -> cursor.name(CharacterClass.NODE, 63);
          case B -> cursor.fixed(CharacterClass.HEX, 8);
          case K -> cursor.integer() >= 1;
          case E -> scanEvent(start);
          case O -> Outcome.ofCode(cursor.integer()).isPresent();
          case A, S, D -> cursor.bytes(Entry.PSEUDONYM_BYTES);
          case R -> cursor.name(CharacterClass.ROLE, 63);
          case C -> cursor.name(CharacterClass.CODE, 1) && isConfidentiality(start);
          case U -> scanPurpose(start);
          case X -> cursor.name(CharacterClass.REQUEST_ID, 64);
          case P -> isPolicyVersion(cursor.integer());
          case H, W, Q -> cursor.bytes(Entry.DIGEST_BYTES);
          case Y -> scanApprovers();
          case L -> cursor.integer() == 1;
          case G -> scanRanges();
          case Z -> cursor.bytes(NodeSeal.SIGNATURE_BYTES);
        };
    mark(key, start, cursor.at);
    return canonical;
  }

  private boolean scanEvent(int start) {
    if (cursor.name(CharacterClass.CODE, 63)) {
      event = EVENTS.find(cursor.text, start + 1, cursor.at - 1);
    }
    return event != null;
  }

  private boolean scanPurpose(int start) {
    if (cursor.name(CharacterClass.CODE, 63)) {
      purpose = PURPOSES.find(cursor.text, start + 1, cursor.at - 1);
    }
    return purpose != null;
  }

  private boolean isConfidentiality(int start) {
    return "ULMNRV".indexOf(cursor.text[start + 1]) >= 0;
  }

  private static boolean isPolicyVersion(long value) {
    return value >= 0 && value <= Integer.MAX_VALUE;
  }

  private boolean scanApprovers() {
    int start = cursor.at;
    int count = 0;
    boolean good = cursor.takes('[');
    do {
      good = good && ++count <= Entry.MAX_APPROVERS && cursor.bytes(Entry.PSEUDONYM_BYTES);
    } while (good && cursor.takes(','));
    return good && cursor.takes(']') && EntryReader.areDistinct(cursor.text, start, count);
  }

  private boolean scanRanges() {
    long below = -2;
    boolean good = cursor.takes('[');
    do {
      long first = good && cursor.takes('[') ? cursor.integer() : -1;
      long last = cursor.takes(',') ? cursor.integer() : -1;
      good = first > below + 1 && last >= first && cursor.takes(']');
      below = last;
    } while (good && cursor.takes(','));
    return good && cursor.takes(']');
  }

  private void mark(EntryKey key, int start, int stop) {
    keys |= key.bit();
    starts[key.place()] = start;
    ends[key.place()] = stop;
  }

  private boolean fail(String reason) {
    problem = reason;
    return false;
  }

  /** Why the last scan failed, without a byte of what it read. */
  String problem() {
    return problem;
  }

  boolean has(EntryKey key) {
    return (keys & key.bit()) != 0;
  }

  int from(EntryKey key) {
    return starts[key.place()];
  }

  int to(EntryKey key) {
    return ends[key.place()];
  }

  /** The event of the entry last scanned. */
  EventCode event() {
    if (event == null) {
      throw new AssertionError("asked for the event of bytes that are no entry");
    }
    return event;
  }

  /** The purpose of the entry last scanned; null when it has none. */
  @Nullable Purpose purpose() {
    return purpose;
  }

  /** The value of a number key of the entry last scanned. */
  long number(EntryKey key) {
    long value = 0;
    for (int i = from(key); i < to(key); i++) {
      value = value * 10 + cursor.text[i] - '0';
    }
    return value;
  }
}
