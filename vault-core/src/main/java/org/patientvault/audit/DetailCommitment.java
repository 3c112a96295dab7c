package org.patientvault.audit;

import java.security.MessageDigest;
import org.patientvault.model.Bytes;

/**
 * What a leaf says about its detail record without telling it: SHA-256 of 0x02, a salt, the record.
 *
 * <p>Hides the record as long as the salt is secret, 32 random bytes and used once; binds to it for
 * ever. When salt and record are deleted, a random-looking value is left. Format:
 * docs/formats/audit-log.md.
 */
public final class DetailCommitment {
  /** The length of the salt. */
  public static final int SALT_BYTES = 32;

  private static final byte PREFIX = 2;

  private DetailCommitment() {}

  /** The commitment for key {@code h}. */
  public static Bytes of(Bytes salt, byte[] detail) {
    if (salt.size() != SALT_BYTES) {
      throw new IllegalArgumentException("a salt has 32 bytes, not " + salt.size());
    }
    MessageDigest sha256 = MerkleHash.sha256();
    sha256.update(PREFIX);
    sha256.update(salt.unsafeArray());
    return Bytes.of(sha256.digest(detail));
  }
}
