package org.patientvault.audit;

import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;

/**
 * What a log has beside one of its entries: nothing, a detail with the salt of its commitment, or
 * something that does not open. Immutable; the array is not copied.
 */
public final class StoredDetail {
  /** No detail: there never was one, or it was erased. */
  public static final StoredDetail NONE = new StoredDetail(null, new byte[0]);

  /** Something that does not open under the log's keys. */
  public static final StoredDetail UNOPENED = new StoredDetail(null, new byte[0]);

  private final @Nullable Bytes salt;
  private final byte[] detail;

  private StoredDetail(@Nullable Bytes salt, byte[] detail) {
    this.salt = salt;
    this.detail = detail;
  }

  /** A detail as it opened, whether or not its entry commits to it. */
  public static StoredDetail of(Bytes salt, byte[] detail) {
    return salt.size() == DetailCommitment.SALT_BYTES ? new StoredDetail(salt, detail) : UNOPENED;
  }

  /** Whether there is a detail to read. */
  boolean isOpen() {
    return salt != null;
  }

  /** Whether this is what an entry commits to. */
  boolean fits(Bytes commitment) {
    return salt != null && DetailCommitment.of(salt, detail).equals(commitment);
  }

  /** The detail's own bytes; none where there is none. */
  public byte[] bytes() {
    return detail.clone();
  }

  /** Salt and detail in one. */
  byte[] encoded() {
    if (salt == null) {
      throw new IllegalStateException("nothing to write down");
    }
    byte[] encoded = new byte[DetailCommitment.SALT_BYTES + detail.length];
    salt.copyTo(encoded, 0);
    System.arraycopy(detail, 0, encoded, DetailCommitment.SALT_BYTES, detail.length);
    return encoded;
  }

  static StoredDetail decoded(byte[] encoded) {
    int salt = DetailCommitment.SALT_BYTES;
    return encoded.length < salt
        ? UNOPENED
        : new StoredDetail(
            Bytes.of(encoded, 0, salt),
            java.util.Arrays.copyOfRange(encoded, salt, encoded.length));
  }

  /** The length alone: a detail names people. */
  @Override
  public String toString() {
    return "StoredDetail[" + detail.length + " bytes]";
  }
}
