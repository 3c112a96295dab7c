package org.patientvault.internal.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A second reader and writer of docs/formats/key-hierarchy.md: made from the page alone, without
 * the product and without Tink. Bouncy Castle only for Argon2id.
 */
final class HierarchyPage {
  private static final String TINK = "type.googleapis.com/google.crypto.tink.";

  private HierarchyPage() {}

  static byte[] argon2id(byte[] passphraseUtf8, byte[] parameters) {
    ByteBuffer in = ByteBuffer.wrap(parameters);
    if (parameters.length != 29 || in.get() != 1) {
      throw new AssertionError("not the parameters of a passphrase slot");
    }
    Argon2Parameters.Builder cost =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(0x13)
            .withMemoryAsKB(in.getInt())
            .withIterations(in.getInt())
            .withParallelism(in.getInt())
            .withSalt(Arrays.copyOfRange(parameters, 13, 29));
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(cost.build());
    byte[] key = new byte[32];
    generator.generateBytes(passphraseUtf8, key);
    return key;
  }

  static byte[] slotContext(byte[] vault, byte[] slotId, int what) {
    return ByteBuffer.allocate(38)
        .put(ascii("PVsl1"))
        .put(vault)
        .put(slotId)
        .put((byte) what)
        .array();
  }

  static byte[] wrapForSlot(byte[] key, int mechanism, byte[] iv, byte[] context, byte[] keyset) {
    byte[] header = {1, (byte) mechanism};
    byte[] sealed = gcm(Cipher.ENCRYPT_MODE, key, iv, join(header, context), keyset);
    return join(header, iv, sealed);
  }

  static byte[] unwrapForSlot(byte[] key, int mechanism, byte[] context, byte[] wrapped) {
    byte[] header = {1, (byte) mechanism};
    if (wrapped.length < 30 || !Arrays.equals(header, Arrays.copyOf(wrapped, 2))) {
      throw new AssertionError("not a wrapped keyset of this mechanism");
    }
    byte[] iv = Arrays.copyOfRange(wrapped, 2, 14);
    byte[] sealed = Arrays.copyOfRange(wrapped, 14, wrapped.length);
    return gcm(Cipher.DECRYPT_MODE, key, iv, join(header, context), sealed);
  }

  private static byte[] gcm(int mode, byte[] key, byte[] iv, byte[] associated, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
      cipher.updateAAD(associated);
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A keyset of one enabled AES-256-GCM key with the TINK prefix. */
  static byte[] aeadKeyset(int keyId, byte[] key) {
    return keyset(keyId, "AesGcmKey", message(bytes(3, key)), 1);
  }

  /** A keyset of one enabled HMAC-SHA-256 PRF key. */
  static byte[] prfKeyset(int keyId, byte[] key) {
    byte[] parameters = message(number(1, 3));
    return keyset(keyId, "HmacPrfKey", message(bytes(2, parameters), bytes(3, key)), 3);
  }

  /** A keyset of one enabled HMAC-SHA-256 key with 32-byte tags and the TINK prefix. */
  static byte[] macKeyset(int keyId, byte[] key) {
    byte[] parameters = message(number(1, 3), number(2, 32));
    return keyset(keyId, "HmacKey", message(bytes(2, parameters), bytes(3, key)), 1);
  }

  private static byte[] keyset(int keyId, String type, byte[] value, int prefix) {
    byte[] data = message(bytes(1, ascii(TINK + type)), bytes(2, value), number(3, 1));
    byte[] key = message(bytes(1, data), number(2, 1), number(3, keyId), number(4, prefix));
    return message(number(1, keyId), bytes(2, key));
  }

  static byte[] wrapKeyset(
      byte[] rootKey,
      int rootKeyId,
      byte[] iv,
      byte[] vault,
      String name,
      int generation,
      byte[] keyset) {
    byte[] binding = keysetBinding(vault, name, generation);
    return bytes(2, EnvelopePage.sealValue(rootKey, rootKeyId, iv, binding, keyset));
  }

  /** The key bytes of the one key in a wrapped keyset. */
  static byte[] unwrapKeyset(
      byte[] rootKey, int rootKeyId, byte[] vault, String name, int generation, byte[] wrapped)
      throws GeneralSecurityException {
    byte[] sealed = field(wrapped, 2);
    byte[] binding = keysetBinding(vault, name, generation);
    return keyOf(EnvelopePage.openValue(rootKey, rootKeyId, binding, sealed));
  }

  static byte[] keyOf(byte[] keyset) {
    return field(field(field(field(keyset, 2), 1), 2), 3);
  }

  private static byte[] keysetBinding(byte[] vault, String name, int generation) {
    byte[] text = ascii(name);
    return ByteBuffer.allocate(27 + text.length)
        .put(ascii("PVks1"))
        .put(vault)
        .putShort((short) text.length)
        .put(text)
        .putInt(generation)
        .array();
  }

  static byte[] patientKeyBinding(byte[] vault, byte[] patient, int version) {
    return ByteBuffer.allocate(41)
        .put(ascii("PVpk1"))
        .put(vault)
        .put(patient)
        .putInt(version)
        .array();
  }

  static byte[] commitment(byte[] vault, byte[] patient, int version, byte[] patientKey) {
    byte[] message =
        ByteBuffer.allocate(77)
            .put(ascii("PVpc1"))
            .put(vault)
            .put(patient)
            .putInt(version)
            .putInt(32)
            .put(patientKey, 0, 32)
            .array();
    return EnvelopePage.hmac(Arrays.copyOfRange(patientKey, 32, 64), message);
  }

  static byte[] indexTag(byte[] prfKey, byte[]... parts) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      message.writeBytes(ByteBuffer.allocate(4).putInt(part.length).array());
      message.writeBytes(part);
    }
    return Arrays.copyOf(EnvelopePage.hmac(prfKey, message.toByteArray()), 16);
  }

  static byte[] indexBinding(byte[] vault, String name, byte[] tag, byte[] scope) {
    byte[] text = ascii(name);
    return ByteBuffer.allocate(31 + text.length + tag.length + scope.length)
        .put(ascii("PVix1"))
        .put(vault)
        .putShort((short) text.length)
        .put(text)
        .putInt(tag.length)
        .put(tag)
        .putInt(scope.length)
        .put(scope)
        .array();
  }

  static byte[] logSubjectBinding(byte[] vault, String origin, byte[] tag) {
    byte[] text = origin.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(27 + text.length + tag.length)
        .put(ascii("PVls1"))
        .put(vault)
        .putShort((short) text.length)
        .put(text)
        .putInt(tag.length)
        .put(tag)
        .array();
  }

  static byte[] stateMac(byte[] macKey, int keyId, byte[] data) {
    return join(
        ByteBuffer.allocate(5).put((byte) 1).putInt(keyId).array(),
        EnvelopePage.hmac(macKey, data));
  }

  // The little of protobuf's wire format that keysets need: numbers and byte strings.

  private static byte[] number(int tag, int value) {
    return join(new byte[] {(byte) (tag << 3)}, varint(value));
  }

  private static byte[] bytes(int tag, byte[] value) {
    return join(new byte[] {(byte) (tag << 3 | 2)}, varint(value.length), value);
  }

  private static byte[] message(byte[]... fields) {
    return join(fields);
  }

  private static byte[] varint(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rest = value;
    for (; (rest & ~0x7F) != 0; rest >>>= 7) {
      out.write((rest & 0x7F) | 0x80);
    }
    out.write(rest);
    return out.toByteArray();
  }

  private static byte[] field(byte[] message, int wanted) {
    ByteBuffer in = ByteBuffer.wrap(message);
    List<byte[]> found = new ArrayList<>();
    while (in.hasRemaining()) {
      int head = readVarint(in);
      if ((head & 7) == 0) {
        readVarint(in);
      } else if ((head & 7) == 2) {
        byte[] value = new byte[readVarint(in)];
        in.get(value);
        if (head >>> 3 == wanted) {
          found.add(value);
        }
      } else {
        throw new AssertionError("a protobuf field of kind " + (head & 7));
      }
    }
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " fields with tag " + wanted);
    }
    return found.get(0);
  }

  private static int readVarint(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
