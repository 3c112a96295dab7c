package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.Role;

/** Makes an entry of bytes that a scanner accepted. */
final class EntryReader {
  /** An approver with its quotes and the comma or bracket before it. */
  private static final int APPROVER_STEP = Base64Url.length(Entry.PSEUDONYM_BYTES) + 3;

  private final byte[] leaf;
  private final EntryScanner scanner;

  private EntryReader(byte[] leaf, EntryScanner scanner) {
    this.leaf = leaf;
    this.scanner = scanner;
  }

  static Entry read(byte[] leaf, EntryScanner scanner) {
    return new EntryReader(leaf, scanner).entry();
  }

  /** The digest alone. */
  static @Nullable Bytes digest(byte[] leaf, EntryScanner scanner) {
    return new EntryReader(leaf, scanner).bytes(EntryKey.W, Entry.DIGEST_BYTES);
  }

  private Entry entry() {
    String role = text(EntryKey.R);
    String confidentiality = text(EntryKey.C);
    return new Entry(
        stamp(),
        scanner.event(),
        Outcome.ofCode(scanner.number(EntryKey.O)).orElseThrow(),
        bytes(EntryKey.A, Entry.PSEUDONYM_BYTES),
        role == null ? null : new Role(role),
        bytes(EntryKey.S, Entry.PSEUDONYM_BYTES),
        bytes(EntryKey.D, Entry.PSEUDONYM_BYTES),
        confidentiality == null ? null : Confidentiality.valueOf(confidentiality),
        scanner.purpose(),
        text(EntryKey.X),
        scanner.has(EntryKey.P) ? (int) scanner.number(EntryKey.P) : null,
        bytes(EntryKey.H, Entry.DIGEST_BYTES),
        bytes(EntryKey.W, Entry.DIGEST_BYTES),
        approvers(),
        bytes(EntryKey.Q, Entry.DIGEST_BYTES),
        scanner.has(EntryKey.L),
        ranges(),
        bytes(EntryKey.Z, NodeSeal.SIGNATURE_BYTES));
  }

  private EntryStamp stamp() {
    return new EntryStamp(
        UtcTime.read(leaf, scanner.from(EntryKey.T) + 1),
        required(EntryKey.N),
        Integer.parseUnsignedInt(required(EntryKey.B), 16),
        scanner.number(EntryKey.K));
  }

  private String required(EntryKey key) {
    String value = text(key);
    if (value == null) {
      throw new AssertionError("a scanned entry without key " + key.letter());
    }
    return value;
  }

  private @Nullable String text(EntryKey key) {
    if (!scanner.has(key)) {
      return null;
    }
    int start = scanner.from(key) + 1;
    return new String(leaf, start, scanner.to(key) - 1 - start, StandardCharsets.US_ASCII);
  }

  private @Nullable Bytes bytes(EntryKey key, int size) {
    return scanner.has(key) ? Bytes.wrap(Base64Url.read(leaf, scanner.from(key) + 1, size)) : null;
  }

  private List<Bytes> approvers() {
    List<Bytes> approvers = new ArrayList<>();
    if (scanner.has(EntryKey.Y)) {
      for (int at = scanner.from(EntryKey.Y) + 2;
          at < scanner.to(EntryKey.Y);
          at += APPROVER_STEP) {
        approvers.add(Bytes.of(Base64Url.read(leaf, at, Entry.PSEUDONYM_BYTES)));
      }
    }
    return approvers;
  }

  private List<IndexRange> ranges() {
    List<IndexRange> ranges = new ArrayList<>();
    if (scanner.has(EntryKey.G)) {
      AsciiCursor cursor = new AsciiCursor();
      cursor.reset(leaf, scanner.from(EntryKey.G), scanner.to(EntryKey.G));
      while (cursor.takes('[') || cursor.takes(',')) {
        cursor.takes('[');
        long first = cursor.integer();
        cursor.takes(',');
        ranges.add(new IndexRange(first, cursor.integer()));
        cursor.takes(']');
      }
    }
    return ranges;
  }

  /** True when no two of {@code count} approvers, the list starting at {@code start}, are equal. */
  static boolean areDistinct(byte[] text, int start, int count) {
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        int one = start + i * APPROVER_STEP;
        int other = start + j * APPROVER_STEP;
        if (Arrays.equals(
            text, one + 1, one + APPROVER_STEP, text, other + 1, other + APPROVER_STEP)) {
          return false;
        }
      }
    }
    return true;
  }
}
