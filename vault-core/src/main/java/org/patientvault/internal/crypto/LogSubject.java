package org.patientvault.internal.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.patientvault.model.Bytes;

/**
 * How the log of one shard knows one subject: a random pseudonym, and the key that seals the
 * details of the subject's entries. Deleting its row leaves neither.
 */
public final class LogSubject {
  static final int PSEUDONYM_BYTES = 16;
  static final int SIZE_BYTES = PSEUDONYM_BYTES + 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Bytes pseudonym;
  private final SecretKey detailKey;

  /** Reads {@code encoded} and leaves it to the caller. */
  LogSubject(byte[] encoded) {
    if (encoded.length != SIZE_BYTES) {
      throw new AssertionError("a log subject of " + encoded.length + " bytes");
    }
    pseudonym = Bytes.of(encoded, 0, PSEUDONYM_BYTES);
    detailKey = new SecretKeySpec(encoded, PSEUDONYM_BYTES, SIZE_BYTES - PSEUDONYM_BYTES, "AES");
  }

  public static LogSubject random() {
    byte[] encoded = new byte[SIZE_BYTES];
    RANDOM.nextBytes(encoded);
    try {
      return new LogSubject(encoded);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /** Sixteen bytes, the only thing the log's leaves say of the subject. */
  public Bytes pseudonym() {
    return pseudonym;
  }

  SecretKey detailKey() {
    return detailKey;
  }

  /** Pseudonym and key; the caller wipes the array. */
  byte[] toArray() {
    byte[] encoded = new byte[SIZE_BYTES];
    byte[] key = detailKey.getEncoded();
    pseudonym.copyTo(encoded, 0);
    System.arraycopy(key, 0, encoded, PSEUDONYM_BYTES, key.length);
    Arrays.fill(key, (byte) 0);
    return encoded;
  }

  @Override
  public String toString() {
    return "LogSubject[" + pseudonym.hex() + "]";
  }
}
