package org.patientvault.internal.crypto;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A second reader and writer of docs/formats/field-envelope.md: made from the page alone, with
 * nothing of the product and with the JDK's cryptography.
 */
final class EnvelopePage {
  private EnvelopePage() {}

  /** The place of a group; every id 16 bytes. Never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  record Place(
      byte[] vault,
      byte[] patient,
      byte[] record,
      int keyVersion,
      int groupRevision,
      String type,
      String group) {}

  /** One field of a group's plaintext. Never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  record Field(String name, int kind, byte[] value) {}

  static byte[] associatedData(Place place) {
    byte[] type = place.type().getBytes(StandardCharsets.US_ASCII);
    byte[] group = place.group().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(64 + type.length + group.length)
        .put("PVg1".getBytes(StandardCharsets.US_ASCII))
        .put(place.vault())
        .put(place.patient())
        .put(place.record())
        .putInt(place.keyVersion())
        .putInt(place.groupRevision())
        .putShort((short) type.length)
        .put(type)
        .putShort((short) group.length)
        .put(group)
        .array();
  }

  static Place dummy(Place place, byte[] tag) {
    return new Place(
        place.vault(),
        place.patient(),
        place.record(),
        place.keyVersion(),
        place.groupRevision(),
        "",
        "-" + HexFormat.of().formatHex(tag));
  }

  static byte[] seal(byte[] patientKey, Place place, byte[] iv, byte[] plaintext) {
    byte[] dataKey = Arrays.copyOf(patientKey, 32);
    return sealValue(dataKey, place.keyVersion(), iv, associatedData(place), plaintext);
  }

  static byte[] open(byte[] patientKey, Place place, byte[] sealed)
      throws GeneralSecurityException {
    byte[] dataKey = Arrays.copyOf(patientKey, 32);
    return openValue(dataKey, place.keyVersion(), associatedData(place), sealed);
  }

  static byte[] sealValue(byte[] key, int keyId, byte[] iv, byte[] associated, byte[] plaintext) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
      cipher.updateAAD(associated);
      byte[] ciphertext = cipher.doFinal(plaintext);
      return ByteBuffer.allocate(17 + ciphertext.length)
          .put((byte) 1)
          .putInt(keyId)
          .put(iv)
          .put(ciphertext)
          .array();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] openValue(byte[] key, int keyId, byte[] associated, byte[] sealed)
      throws GeneralSecurityException {
    if (sealed.length < 33 || sealed[0] != 1 || ByteBuffer.wrap(sealed).getInt(1) != keyId) {
      throw new GeneralSecurityException("not a value sealed under this key");
    }
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(128, sealed, 5, 12));
    cipher.updateAAD(associated);
    return cipher.doFinal(sealed, 17, sealed.length - 17);
  }

  static byte[] groupTag(byte[] patientKey, byte[] record, String group) {
    byte[] recordKey = hmac(Arrays.copyOfRange(patientKey, 32, 64), record);
    MessageDigest digest = sha256();
    digest.update(recordKey);
    digest.update(group.getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(digest.digest(), 8);
  }

  static byte[] rowTag(byte[] patientKey, byte[] content) {
    byte[] label = "PVrt1".getBytes(StandardCharsets.US_ASCII);
    byte[] labelled = ByteBuffer.allocate(label.length + 32).put(label).put(content).array();
    return Arrays.copyOf(hmac(Arrays.copyOfRange(patientKey, 32, 64), labelled), 16);
  }

  static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] writePlaintext(List<Field> fields, int reserve, boolean rounded) {
    int content = 2;
    for (Field field : fields) {
      content += 6 + field.name().length() + field.value().length;
    }
    int padded = rounded ? padme(Math.max(content + reserve, 32)) : content + reserve;
    ByteBuffer out = ByteBuffer.allocate(padded).putShort((short) fields.size());
    for (Field field : fields) {
      out.put((byte) field.name().length())
          .put(field.name().getBytes(StandardCharsets.US_ASCII))
          .put((byte) field.kind())
          .putInt(field.value().length)
          .put(field.value());
    }
    return out.array();
  }

  /** The least length that is not below {@code length} and has only its leading bits set. */
  static int padme(int length) {
    int exponent = (int) Math.floor(Math.log(length) / Math.log(2) + 1e-9);
    int significant = (int) Math.floor(Math.log(exponent) / Math.log(2) + 1e-9) + 1;
    int step = 1 << (exponent - significant);
    return (length + step - 1) / step * step;
  }

  static List<Field> readPlaintext(byte[] plaintext) throws GeneralSecurityException {
    try {
      ByteBuffer in = ByteBuffer.wrap(plaintext);
      List<Field> fields = new ArrayList<>();
      int count = in.getShort() & 0xFFFF;
      for (int i = 0; i < count; i++) {
        fields.add(readField(in));
        reject(i > 0 && fields.get(i - 1).name().compareTo(fields.get(i).name()) >= 0);
      }
      while (in.hasRemaining()) {
        reject(in.get() != 0);
      }
      return fields;
    } catch (BufferUnderflowException e) {
      throw new GeneralSecurityException("cut short", e);
    }
  }

  private static Field readField(ByteBuffer in) throws GeneralSecurityException {
    String name = new String(take(in, in.get() & 0xFF), StandardCharsets.US_ASCII);
    reject(!name.matches("[A-Za-z_][A-Za-z0-9_.-]{0,126}|\\*"));
    int kind = in.get();
    reject(kind < 0 || kind > 8);
    int length = in.getInt();
    reject(length < 0 || length > in.remaining());
    return new Field(name, kind, take(in, length));
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] taken = new byte[length];
    in.get(taken);
    return taken;
  }

  private static void reject(boolean bad) throws GeneralSecurityException {
    if (bad) {
      throw new GeneralSecurityException("not the plaintext of a group");
    }
  }
}
