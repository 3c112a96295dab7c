package org.patientvault.internal.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.patientvault.model.VaultException;

/**
 * One version of one patient's key: an AES-256 data key and a key for group tags.
 *
 * <p>Opaque: only this package sees the bytes. They are not wiped when the object is dropped, since
 * another thread may be sealing with it, and sealing under a wiped key would be sealing under
 * zeroes. Refuses to seal more than 2<sup>31</sup> values in its life in this process, half of what
 * NIST SP 800-38D allows random nonces. Safe for use by several threads.
 */
public final class PatientKey {
  /** Data key, then tag key. */
  static final int SIZE_BYTES = 64;

  static final int DATA_KEY_BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final AtomicIntegerFieldUpdater<PatientKey> SEALS =
      AtomicIntegerFieldUpdater.newUpdater(PatientKey.class, "seals");

  private final byte[] material;
  private final int version;

  /** Values sealed so far; negative once 2^31 were. */
  private volatile int seals;

  /** Takes {@code material} over. */
  PatientKey(int version, byte[] material) {
    this(version, material, 0);
  }

  PatientKey(int version, byte[] material, int seals) {
    if (version < 1) {
      throw new IllegalArgumentException("a key version starts at 1, not " + version);
    }
    if (material.length != SIZE_BYTES) {
      throw new AssertionError("a patient key of " + material.length + " bytes");
    }
    this.version = version;
    this.material = material;
    this.seals = seals;
  }

  public static PatientKey random(int version) {
    byte[] material = new byte[SIZE_BYTES];
    RANDOM.nextBytes(material);
    return new PatientKey(version, material);
  }

  public int version() {
    return version;
  }

  /**
   * The data key for one more seal.
   *
   * @throws VaultException.LimitExceeded after 2^31 seals: give the patient a new key version
   */
  SecretKey dataKeyToSeal() {
    if (seals < 0) {
      throw new VaultException.LimitExceeded(
          "key version "
              + version
              + " has sealed 2147483648 values in this process, the most that is safe; "
              + "rotate the patient's key");
    }
    SEALS.getAndIncrement(this);
    return dataKey();
  }

  SecretKey dataKey() {
    return new SecretKeySpec(material, 0, DATA_KEY_BYTES, "AES");
  }

  SecretKey tagKey() {
    return new SecretKeySpec(material, DATA_KEY_BYTES, SIZE_BYTES - DATA_KEY_BYTES, "HmacSHA256");
  }

  /** A copy; the caller wipes it. */
  byte[] toArray() {
    return Arrays.copyOf(material, SIZE_BYTES);
  }

  @Override
  public String toString() {
    return "PatientKey[version " + version + "]";
  }
}
