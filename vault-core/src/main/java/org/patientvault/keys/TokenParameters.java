package org.patientvault.keys;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The stored parameters of a slot on a token: how it wraps, which token and key it was enrolled
 * with, and a check value that only this key opens.
 *
 * <p>They come from a file that anybody may have written: they serve to refuse, and to explain.
 * Format: docs/formats/key-hierarchy.md.
 *
 * @param serial as the token printed it; empty or zeros where a vendor gives none
 * @param keyId the key's CKA_ID
 * @param check 32 zeros, wrapped in {@link #checkContext}
 */
record TokenParameters(Mechanism mechanism, String serial, Bytes keyId, Bytes check) {
  /** What is wrapped as the check value. */
  static final int CHECK_BYTES = 32;

  private static final byte VERSION = 1;
  private static final int MAX_SERIAL_BYTES = 64;
  private static final int MAX_ID_BYTES = 255;
  private static final int MAX_CHECK_BYTES = 4096;

  static TokenParameters parse(Bytes encoded) {
    if (encoded.size() > 0 && encoded.at(0) != VERSION) {
      throw new VaultException.UnsupportedFormat(
          "the token slot's parameters have version "
              + (encoded.at(0) & 0xFF)
              + "; this program knows version 1");
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(encoded.toArray()).position(1);
      TokenParameters parameters =
          new TokenParameters(
              mechanism(in.get()),
              text(part(in, MAX_SERIAL_BYTES)),
              Bytes.of(part(in, MAX_ID_BYTES)),
              Bytes.of(part(in, MAX_CHECK_BYTES)));
      if (in.hasRemaining()) {
        throw malformed(null);
      }
      return parameters;
    } catch (BufferUnderflowException | IllegalArgumentException | CharacterCodingException e) {
      throw malformed(e);
    }
  }

  private static Mechanism mechanism(byte code) {
    for (Mechanism each : new Mechanism[] {Mechanism.TOKEN_AES_GCM, Mechanism.TOKEN_RSA_OAEP}) {
      if (each.code() == code) {
        return each;
      }
    }
    throw new VaultException.UnsupportedFormat(
        "the token slot wraps by mechanism " + (code & 0xFF) + ", which this program has not");
  }

  private static byte[] part(ByteBuffer in, int most) {
    int length = Short.toUnsignedInt(in.getShort());
    if (length > most || length > in.remaining()) {
      throw malformed(null);
    }
    byte[] part = new byte[length];
    in.get(part);
    return part;
  }

  private static String text(byte[] utf8) throws CharacterCodingException {
    CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
    return text.toString();
  }

  private static VaultException malformed(@Nullable Exception cause) {
    return new VaultException.Tampered(
        "the token slot's parameters are cut short, or too long", cause);
  }

  Bytes encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(VERSION);
    out.write(mechanism.code());
    write(out, serial.getBytes(StandardCharsets.UTF_8));
    write(out, keyId.toArray());
    write(out, check.toArray());
    return Bytes.of(out.toByteArray());
  }

  private static void write(ByteArrayOutputStream out, byte[] part) {
    out.write(part.length >> 8);
    out.write(part.length);
    out.writeBytes(part);
  }

  /** What the check value is bound to: this token and this key. */
  static byte[] checkContext(String serial, Bytes keyId) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("PVtk1".getBytes(StandardCharsets.US_ASCII));
    write(out, serial.getBytes(StandardCharsets.UTF_8));
    write(out, keyId.toArray());
    return out.toByteArray();
  }

  /** Whether the vendor gives its tokens serial numbers at all. */
  boolean hasSerial() {
    return serial.chars().anyMatch(c -> c != '0');
  }
}
