package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;

/** Spells an entry byte by byte: no value of it can need an escape. */
final class EntryWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] START = "{\"v\":1,\"t\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_RANGE = 36;

  private final byte[] target;
  private int at;

  private EntryWriter(int capacity) {
    target = new byte[capacity];
  }

  static byte[] write(Entry entry) {
    // All but the ranges fit: docs/formats/audit-log.md adds up the longest spelling of each key.
    EntryWriter writer = new EntryWriter(Entry.MAX_BYTES + LONGEST_RANGE * entry.ranges().size());
    writer.writeStamp(entry);
    writer.writeWho(entry);
    writer.writeWhy(entry);
    writer.writeEvidence(entry);
    writer.target[writer.at++] = '}';
    return writer.finished();
  }

  private byte[] finished() {
    if (at > Entry.MAX_BYTES) {
      throw new IllegalArgumentException(
          "an entry has at most " + Entry.MAX_BYTES + " bytes, not " + at + ": split its ranges");
    }
    return Arrays.copyOf(target, at);
  }

  private void writeStamp(Entry entry) {
    EntryStamp stamp = entry.stamp();
    System.arraycopy(START, 0, target, 0, START.length);
    at = START.length;
    UtcTime.write(stamp.time().toEpochMilli(), target, at);
    at += UtcTime.LENGTH;
    target[at++] = '"';
    text('n', stamp.node());
    key('b');
    target[at++] = '"';
    for (int shift = 28; shift >= 0; shift -= 4) {
      target[at++] = HEX[stamp.boot() >>> shift & 15];
    }
    target[at++] = '"';
    key('k');
    number(stamp.counter());
    text('e', entry.event().name());
    key('o');
    number(entry.outcome().code());
  }

  private void writeWho(Entry entry) {
    bytes('a', entry.actor());
    if (entry.role() != null) {
      text('r', entry.role().value());
    }
    bytes('s', entry.subject());
    bytes('d', entry.record());
    if (entry.confidentiality() != null) {
      text('c', entry.confidentiality().name());
    }
  }

  private void writeWhy(Entry entry) {
    if (entry.purpose() != null) {
      text('u', entry.purpose().name());
    }
    if (entry.requestId() != null) {
      text('x', entry.requestId());
    }
    if (entry.policyVersion() != null) {
      key('p');
      number(entry.policyVersion());
    }
  }

  private void writeEvidence(Entry entry) {
    bytes('h', entry.detail());
    bytes('w', entry.digest());
    if (!entry.approvers().isEmpty()) {
      approvers(entry.approvers());
    }
    bytes('q', entry.payload());
    if (entry.late()) {
      key('l');
      target[at++] = '1';
    }
    if (!entry.ranges().isEmpty()) {
      ranges(entry.ranges());
    }
    bytes('z', entry.seal());
  }

  private void approvers(List<Bytes> approvers) {
    key('y');
    byte before = '[';
    for (Bytes approver : approvers) {
      target[at++] = before;
      quoted(approver);
      before = ',';
    }
    target[at++] = ']';
  }

  private void ranges(List<IndexRange> ranges) {
    key('g');
    byte before = '[';
    for (IndexRange range : ranges) {
      target[at++] = before;
      target[at++] = '[';
      number(range.first());
      target[at++] = ',';
      number(range.last());
      target[at++] = ']';
      before = ',';
    }
    target[at++] = ']';
  }

  private void key(char letter) {
    target[at] = ',';
    target[at + 1] = '"';
    target[at + 2] = (byte) letter;
    target[at + 3] = '"';
    target[at + 4] = ':';
    at += 5;
  }

  private void bytes(char letter, @Nullable Bytes value) {
    if (value != null) {
      key(letter);
      quoted(value);
    }
  }

  private void quoted(Bytes value) {
    target[at++] = '"';
    at = Base64Url.write(value.unsafeArray(), target, at);
    target[at++] = '"';
  }

  @SuppressWarnings("deprecation") // Cuts characters to bytes, which is right for ASCII, and fast.
  private void text(char letter, String ascii) {
    key(letter);
    target[at++] = '"';
    ascii.getBytes(0, ascii.length(), target, at);
    at += ascii.length();
    target[at++] = '"';
  }

  private void number(long value) {
    if (value < 10) {
      target[at++] = (byte) ('0' + value);
      return;
    }
    int digits = 0;
    for (long rest = value; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      target[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    at += digits;
  }
}
