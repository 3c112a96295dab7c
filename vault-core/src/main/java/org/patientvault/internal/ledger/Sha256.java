package org.patientvault.internal.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.patientvault.model.Bytes;

/** SHA-256 as the JDK has it. */
final class Sha256 {
  /** Never fed: a copy of it costs half of what asking the providers for a new one does. */
  private static final MessageDigest FRESH = fresh();

  private Sha256() {}

  static MessageDigest digest() {
    try {
      return (MessageDigest) FRESH.clone();
    } catch (CloneNotSupportedException e) {
      return fresh();
    }
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static Bytes of(byte[] source, int offset, int length) {
    MessageDigest digest = digest();
    digest.update(source, offset, length);
    return Bytes.wrap(digest.digest());
  }

  static Bytes of(byte[] source) {
    return of(source, 0, source.length);
  }
}
