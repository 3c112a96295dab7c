package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.patientvault.model.Bytes;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;

/** Entries that tests share; every value is a pattern, none is anybody's. */
final class Samples {
  static final Instant TIME = Instant.parse("2026-01-15T08:31:07.042Z");

  private Samples() {}

  static EntryStamp stamp(long counter) {
    return new EntryStamp(TIME.plusMillis(counter), "node-1", 0x7f3a9c21, counter);
  }

  static Bytes pattern(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return Bytes.of(bytes);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static EntryBuilder readBuilder() {
    return Entry.of(EventCode.READ, Outcome.SUCCESS)
        .actor(pattern(16, 1), new Role("physician"))
        .subject(pattern(16, 2))
        .record(pattern(16, 3))
        .confidentiality(Confidentiality.R)
        .purpose(Purpose.TREAT)
        .requestId("req-42.A_b")
        .policyVersion(7)
        .detail(pattern(32, 4));
  }

  static Entry read(long counter) {
    return readBuilder().stamped(stamp(counter));
  }

  /** An entry with every key there is, as reserved events may have them. */
  static Entry everything() {
    return Entry.of(EventCode.APPROVE, Outcome.MAJOR_FAILURE)
        .actor(pattern(16, 1), new Role("security-officer"))
        .subject(pattern(16, 2))
        .record(pattern(16, 0xff))
        .confidentiality(Confidentiality.V)
        .purpose(Purpose.HSYSADMIN)
        .requestId("x")
        .policyVersion(0)
        .detail(pattern(32, 5))
        .digest(pattern(32, 6))
        .approvers(List.of(pattern(16, 8), pattern(16, 7)))
        .payload(pattern(32, 9))
        .late()
        .ranges(List.of(new IndexRange(0, 0), new IndexRange(2, 9), new IndexRange(11, 12)))
        .stamped(stamp(1));
  }
}
