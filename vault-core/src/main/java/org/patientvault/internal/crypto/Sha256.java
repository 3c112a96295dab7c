package org.patientvault.internal.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.patientvault.model.Bytes;

/** SHA-256 as the JDK has it. */
public final class Sha256 {
  /** Never fed: a copy of it costs a fraction of what asking the providers for a new one does. */
  private static final MessageDigest FRESH = fresh();

  private Sha256() {}

  /** A digest of its own, fed nothing yet. */
  public static MessageDigest digest() {
    return copy(FRESH);
  }

  /** A digest that goes on from where {@code digest} stands. */
  public static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("the JDK's SHA-256 can be copied", e);
    }
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The digest of {@code length} bytes from {@code offset}. */
  public static Bytes of(byte[] source, int offset, int length) {
    MessageDigest digest = digest();
    digest.update(source, offset, length);
    return Bytes.wrap(digest.digest());
  }

  /** The digest of all of {@code source}. */
  public static Bytes of(byte[] source) {
    return of(source, 0, source.length);
  }
}
