package org.patientvault.internal.crypto;

import org.patientvault.model.VaultException;

/**
 * The wire format of Tink's AES-GCM with the TINK prefix: {@code 0x01 || key id || iv || ciphertext
 * || tag}. Format: docs/formats/field-envelope.md.
 */
final class TinkWire {
  static final int IV_OFFSET = 5;
  static final int IV_BYTES = 12;
  static final int TAG_BYTES = 16;
  static final int CIPHERTEXT_OFFSET = IV_OFFSET + IV_BYTES;
  static final int OVERHEAD = CIPHERTEXT_OFFSET + TAG_BYTES;

  private static final byte PREFIX = 0x01;

  private TinkWire() {}

  static void putHeader(byte[] sealed, int keyId) {
    sealed[0] = PREFIX;
    putInt(sealed, 1, keyId);
  }

  static void putInt(byte[] target, int offset, int value) {
    target[offset] = (byte) (value >>> 24);
    target[offset + 1] = (byte) (value >>> 16);
    target[offset + 2] = (byte) (value >>> 8);
    target[offset + 3] = (byte) value;
  }

  /**
   * The key id that a sealed value claims.
   *
   * @param what names the value in an error, without anything secret; not asked for otherwise
   * @throws VaultException.Tampered when it is too short, or of another format
   */
  static int claimedKeyId(byte[] sealed, int offset, int length, Object what) {
    if (length < OVERHEAD) {
      throw new VaultException.Tampered(
          what + " has " + length + " bytes, fewer than the " + OVERHEAD + " of an empty value");
    }
    if (sealed[offset] != PREFIX) {
      throw new VaultException.Tampered(
          what + " starts with byte " + (sealed[offset] & 0xFF) + " instead of 1: not sealed here");
    }
    return readInt(sealed, offset + 1);
  }

  private static int readInt(byte[] source, int offset) {
    return ((source[offset] & 0xFF) << 24)
        | ((source[offset + 1] & 0xFF) << 16)
        | ((source[offset + 2] & 0xFF) << 8)
        | (source[offset + 3] & 0xFF);
  }
}
