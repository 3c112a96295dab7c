package org.patientvault.keys;

import java.nio.ByteBuffer;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The stored parameters of a passphrase slot: what Argon2id costs, and its salt.
 *
 * <p>They come from a file that anybody may have written, so each is capped: a hostile slot costs
 * at most 1 GiB for 16 passes. Format: docs/formats/key-hierarchy.md.
 */
record Argon2Cost(int memoryKib, int passes, int lanes, Bytes salt) {
  /** 64 MiB, 3 passes: the second recommendation of RFC 9106, on one lane. */
  static final int DEFAULT_MEMORY_KIB = 64 * 1024;

  static final int DEFAULT_PASSES = 3;
  static final int SALT_BYTES = 16;

  private static final byte VERSION = 1;
  private static final int SIZE_BYTES = 1 + 4 + 4 + 4 + SALT_BYTES;
  private static final int MAX_MEMORY_KIB = 1024 * 1024;
  private static final int MAX_PASSES = 16;
  private static final int MAX_LANES = 16;

  Argon2Cost {
    if (lanes < 1 || lanes > MAX_LANES || passes < 1 || passes > MAX_PASSES) {
      throw tooMuch(
          Integer.toUnsignedString(passes)
              + " passes and "
              + Integer.toUnsignedString(lanes)
              + " lanes; 1 to 16 of each are accepted");
    }
    if (memoryKib < 8 * lanes || memoryKib > MAX_MEMORY_KIB) {
      throw tooMuch(
          Integer.toUnsignedString(memoryKib) + " KiB; 8 per lane to 1048576 are accepted");
    }
    if (salt.size() != SALT_BYTES) {
      throw new IllegalArgumentException("a salt has 16 bytes, not " + salt.size());
    }
  }

  private static VaultException tooMuch(String asked) {
    return new VaultException.LimitExceeded("the passphrase slot asks Argon2id for " + asked);
  }

  static Argon2Cost parse(Bytes encoded) {
    if (encoded.size() > 0 && encoded.at(0) != VERSION) {
      throw new VaultException.UnsupportedFormat(
          "the passphrase slot's parameters have version "
              + (encoded.at(0) & 0xFF)
              + "; this program knows version 1");
    }
    if (encoded.size() != SIZE_BYTES) {
      throw new VaultException.Tampered(
          "the passphrase slot's parameters have " + encoded.size() + " bytes, not " + SIZE_BYTES);
    }
    ByteBuffer in = ByteBuffer.wrap(encoded.toArray()).position(1);
    return new Argon2Cost(
        in.getInt(), in.getInt(), in.getInt(), Bytes.of(in.array(), in.position(), SALT_BYTES));
  }

  Bytes encode() {
    byte[] encoded =
        ByteBuffer.allocate(SIZE_BYTES)
            .put(VERSION)
            .putInt(memoryKib)
            .putInt(passes)
            .putInt(lanes)
            .put(salt.toArray())
            .array();
    return Bytes.of(encoded);
  }

  /** The key that a passphrase gives; the caller wipes both. */
  byte[] derive(byte[] passphraseUtf8) {
    checkHeap(Runtime.getRuntime().maxMemory());
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt.toArray())
            .build());
    byte[] key = new byte[AesGcmProtector.KEY_BYTES];
    generator.generateBytes(passphraseUtf8, key);
    return key;
  }

  // Asked before, not caught after: running out of memory may write a heap dump with keys in it.
  void checkHeap(long heapBytes) {
    long heapKib = heapBytes / 1024;
    if (memoryKib > heapKib / 4 * 3) {
      throw new VaultException.LimitExceeded(
          "the passphrase slot needs "
              + memoryKib
              + " KiB of memory, and the heap has "
              + heapKib
              + "; give the Java machine a larger -Xmx");
    }
  }
}
