package org.patientvault.audit;

import java.util.Optional;
import org.patientvault.model.Bytes;

/** Checks each entry by itself: its spelling, its keys, and where it may stand in the log. */
final class EntryInspector {
  private static final byte[] OTHER_VERSION = {'{', '"', 'v', '"', ':'};

  private final EntryScanner scanner = new EntryScanner();
  private final long logSize;
  private final long seen;
  private final boolean detailed;

  /**
   * Entries below {@code seen} were counted before; they are checked and not counted again. {@code
   * detailed} asks for the commitments to details.
   */
  EntryInspector(long logSize, long seen, boolean detailed) {
    this.logSize = logSize;
    this.seen = seen;
    this.detailed = detailed;
  }

  void inspect(byte[] text, int from, int to, long index, TileResult result, RunCollector runs) {
    if (!scanner.scan(text, from, to)) {
      result.findings.add(refusal(text, from, to, index));
      noteNoEntry((int) (index - result.firstIndex()), result);
      return;
    }
    inspectPlace(text, index, result);
    if (index < seen) {
      noteNoEntry((int) (index - result.firstIndex()), result);
      return;
    }
    noteEntry(text, index, result, runs);
    noteLandmark(text, from, to, index, result, runs);
    if (scanner.has(EntryKey.Q)) {
      int start = scanner.from(EntryKey.Q) + 1;
      Bytes named = Bytes.of(Base64Url.read(text, start, Entry.DIGEST_BYTES));
      boolean token = scanner.event() == EventCode.ANCHOR;
      (token ? result.namedTokens : result.payloads).add(named);
      result.genesis = index == 0 ? Optional.of(named) : result.genesis;
      boolean next = scanner.event() == EventCode.KEY_NEXT;
      result.keyNext = next ? Optional.of(named) : result.keyNext;
    }
    EventCode event = scanner.event();
    if (TwoPersons.is(event, index)) {
      result.ofTwoPersons.add(
          new TwoPersons.Mark(index, Entry.parse(java.util.Arrays.copyOfRange(text, from, to))));
    }
    if (detailed && scanner.has(EntryKey.H)) {
      result.commitments[(int) (index - result.firstIndex())] =
          Bytes.of(Base64Url.read(text, scanner.from(EntryKey.H) + 1, Entry.DIGEST_BYTES));
    }
    if (ErasureEntry.is(event)) {
      result.erasures++;
      result.erasing.add(
          ErasureEntry.of(index, Entry.parse(java.util.Arrays.copyOfRange(text, from, to))));
    }
    if (event == EventCode.RESTORE && scanner.has(EntryKey.G)) {
      Entry.parse(java.util.Arrays.copyOfRange(text, from, to))
          .ranges()
          .forEach(lost -> result.findings.add(new Tampering.Lost(lost, index)));
    }
  }

  private void noteEntry(byte[] text, long index, TileResult result, RunCollector runs) {
    int place = (int) (index - result.firstIndex());
    long millis = UtcTime.millis(text, scanner.from(EntryKey.T) + 1);
    int boot =
        runs.add(
            scanner.from(EntryKey.N),
            scanner.to(EntryKey.B),
            scanner.number(EntryKey.K),
            new EntryTime(millis, index),
            scanner.has(EntryKey.L));
    result.writers[place] = (short) boot;
    result.times[place] = millis;
  }

  private static void noteNoEntry(int place, TileResult result) {
    result.writers[place] = -1;
    result.times[place] = place == 0 ? 0 : result.times[place - 1];
  }

  private void noteLandmark(
      byte[] text, int from, int to, long index, TileResult result, RunCollector runs) {
    if (Landmark.is(scanner.event())) {
      String who = runs.who(scanner.from(EntryKey.N), scanner.to(EntryKey.B));
      Entry entry = Entry.parse(java.util.Arrays.copyOfRange(text, from, to));
      result.landmarks.add(Landmark.of(index, who, entry));
    }
  }

  private void inspectPlace(byte[] text, long index, TileResult result) {
    EventCode event = scanner.event();
    if ((event == EventCode.GENESIS) != (index == 0)) {
      result.findings.add(
          new Tampering.Malformed(index, "GENESIS must be the first entry, and no other"));
    }
    if (event == EventCode.CLOSE && index != logSize - 1) {
      result.findings.add(new Tampering.Malformed(index, "CLOSE must be the last entry"));
    }
    int time = scanner.from(EntryKey.T) + 1;
    if (index == 0) {
      result.firstTime = Optional.of(UtcTime.read(text, time));
    }
    if (index == logSize - 1) {
      result.lastTime = Optional.of(UtcTime.read(text, time));
      result.closed = event == EventCode.CLOSE;
    }
  }

  /** A later version is nobody's forgery: this reader is too old for it. */
  private Verdict refusal(byte[] text, int from, int to, long index) {
    int digit = from + OTHER_VERSION.length;
    boolean hasVersion =
        digit + 1 < to
            && java.util.Arrays.equals(OTHER_VERSION, 0, OTHER_VERSION.length, text, from, digit);
    if (hasVersion && text[digit] >= '2' && text[digit] <= '9' && text[digit + 1] == ',') {
      return new Verdict.CannotTell("index=" + index, "an entry of a later version");
    }
    return new Tampering.Malformed(index, scanner.problem());
  }
}
