package org.patientvault.internal.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 of one short message. */
final class Hmac {
  /**
   * Keyed with nothing of use: to copy it costs a fraction of asking the providers for a new one.
   */
  private static final Mac TEMPLATE = template();

  private Hmac() {}

  static byte[] sha256(SecretKey key, byte[] message) {
    try {
      Mac mac = fresh();
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("HmacSHA256 takes every key that is not empty", e);
    }
  }

  private static Mac fresh() {
    try {
      return (Mac) TEMPLATE.clone();
    } catch (CloneNotSupportedException e) {
      return template();
    }
  }

  private static Mac template() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(new byte[1], "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }
}
