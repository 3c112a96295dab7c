package org.patientvault.internal.crypto;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.function.LongSupplier;

/**
 * Random 96-bit nonces, and other random bytes, from a small buffer of a generator of its own.
 *
 * <p>A virtual machine that is snapshot and started twice repeats what its memory holds: the buffer
 * and the generator's state. Both are therefore replaced with entropy of the operating system after
 * {@link #MAX_AGE_NANOS}, also in the middle of a buffer; two clones can repeat each other's nonces
 * for that long and no longer. Not safe for use by several threads: {@link EnginePool} lends it to
 * one at a time. Why: docs/decisions/fast-path-beside-tink.md.
 */
final class Nonces {
  static final int BUFFERED = 128;
  static final long MAX_AGE_NANOS = 1_000_000_000L;

  private static final int SEED_BYTES = 48;

  private final SecureRandom operatingSystem;
  private final SecureRandom generator;
  private final LongSupplier nanoTicker;
  private final byte[] buffer = new byte[BUFFERED * TinkWire.IV_BYTES];
  private int next = buffer.length;
  private long seededAt;

  Nonces(LongSupplier nanoTicker) {
    this(new SecureRandom(), drbg(), nanoTicker);
  }

  Nonces(SecureRandom operatingSystem, SecureRandom generator, LongSupplier nanoTicker) {
    this.operatingSystem = operatingSystem;
    this.generator = generator;
    this.nanoTicker = nanoTicker;
    reseed(nanoTicker.getAsLong());
  }

  /** Writes one nonce that was never given before into {@code target}. */
  void take(byte[] target, int offset) {
    take(target, offset, TinkWire.IV_BYTES);
  }

  /** Writes so many random bytes, never given before, into {@code target}: at most a buffer. */
  void take(byte[] target, int offset, int length) {
    long now = nanoTicker.getAsLong();
    if (now - seededAt > MAX_AGE_NANOS) {
      reseed(now);
    }
    if (next + length > buffer.length) {
      generator.nextBytes(buffer);
      next = 0;
    }
    System.arraycopy(buffer, next, target, offset, length);
    next += length;
  }

  // DRBG.reseed() would not do: the JDK feeds it from another generator in this process's memory.
  private void reseed(long now) {
    byte[] seed = new byte[SEED_BYTES];
    operatingSystem.nextBytes(seed);
    generator.setSeed(seed);
    next = buffer.length;
    seededAt = now;
  }

  private static SecureRandom drbg() {
    try {
      return SecureRandom.getInstance("DRBG");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK since 9 has DRBG", e);
    }
  }
}
