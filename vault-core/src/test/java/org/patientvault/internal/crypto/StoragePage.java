package org.patientvault.internal.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * A second reader and writer of docs/formats/storage-schema.md: made from the page alone, with
 * nothing of the product.
 */
public final class StoragePage {
  private static final int ROW_TAG_BYTES = 16;

  private StoragePage() {}

  /** What an index row points to. Never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Target(byte[] reference, String first, String second) {}

  public static byte[] writeTarget(Target target) {
    byte[] first = target.first().getBytes(StandardCharsets.UTF_8);
    byte[] second = target.second().getBytes(StandardCharsets.UTF_8);
    int size = target.reference().length + 2 + first.length + 2 + second.length;
    while (size % 32 != 0) {
      size++;
    }
    return ByteBuffer.allocate(size)
        .put(target.reference())
        .putShort((short) first.length)
        .put(first)
        .putShort((short) second.length)
        .put(second)
        .array();
  }

  static Target readTarget(int referenceBytes, byte[] plaintext) throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(plaintext);
    Target target = new Target(take(in, referenceBytes), text(in), text(in));
    if (!MessageDigest.isEqual(writeTarget(target), plaintext)) {
      throw new GeneralSecurityException("not an index target");
    }
    return target;
  }

  private static String text(ByteBuffer in) {
    return new String(take(in, in.getShort() & 0xFFFF), StandardCharsets.UTF_8);
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] taken = new byte[length];
    in.get(taken);
    return taken;
  }

  static byte[] patientKeyDigest(byte[] vault, byte[] patient, int version, byte[] commitment) {
    return digest(
        "PVkr1", vault, patient, ByteBuffer.allocate(4).putInt(version).array(), commitment);
  }

  static byte[] identifierDigest(byte[] vault, byte[] id, byte[] patient) {
    return digest("PVpi1", vault, id, patient);
  }

  /** The list of rows that one entry wrote. */
  static byte[] rowList(byte[]... digests) {
    ByteBuffer list = ByteBuffer.allocate(5 + 32 * digests.length);
    list.put("PVrl1".getBytes(StandardCharsets.US_ASCII));
    for (byte[] digest : digests) {
      list.put(digest);
    }
    return list.array();
  }

  private static byte[] digest(String magic, byte[]... parts) {
    MessageDigest digest = EnvelopePage.sha256();
    digest.update(magic.getBytes(StandardCharsets.US_ASCII));
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /** The RFC 6962 root over two leaves. */
  static byte[] rootOfTwo(byte[] first, byte[] second) {
    MessageDigest node = EnvelopePage.sha256();
    node.update((byte) 1);
    node.update(leaf(first));
    node.update(leaf(second));
    return node.digest();
  }

  private static byte[] leaf(byte[] content) {
    MessageDigest leaf = EnvelopePage.sha256();
    leaf.update((byte) 0);
    leaf.update(content);
    return leaf.digest();
  }

  /** One slot of a body, with its sealed value. Never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  record Slot(byte[] tag, int groupRevision, byte[] sealed) {}

  /** The slots of a body whose values are all inline. */
  static List<Slot> readBody(byte[] body) throws GeneralSecurityException {
    ByteBuffer heads = ByteBuffer.wrap(body);
    if (heads.get() != 'R' || heads.get() != '1') {
      throw new GeneralSecurityException("not a body");
    }
    heads.position(18);
    int count = heads.getShort() & 0xFFFF;
    ByteBuffer values = ByteBuffer.wrap(body).position(20 + 17 * count);
    java.util.ArrayList<Slot> slots = new java.util.ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] tag = take(heads, 8);
      int revision = heads.getInt();
      if (heads.get() != 1) {
        throw new GeneralSecurityException("a value that stands elsewhere");
      }
      slots.add(new Slot(tag, revision, take(values, heads.getInt())));
    }
    if (values.remaining() != ROW_TAG_BYTES) {
      throw new GeneralSecurityException("not one tag after the last value");
    }
    return slots;
  }

  /** The last bytes of a body. */
  static byte[] rowTag(byte[] body) {
    return Arrays.copyOfRange(body, body.length - ROW_TAG_BYTES, body.length);
  }

  /** What the entry commits to: content and tag. */
  static byte[] rowDigest(byte[] content, byte[] body) {
    MessageDigest digest = EnvelopePage.sha256();
    digest.update("PVrw1".getBytes(StandardCharsets.US_ASCII));
    digest.update(content);
    return digest.digest(rowTag(body));
  }

  static byte[] content(
      byte[] vault, byte[] patient, byte[] record, int revision, byte[] body, List<Slot> slots) {
    MessageDigest digest = EnvelopePage.sha256();
    digest.update("PVmf1".getBytes(StandardCharsets.US_ASCII));
    digest.update(vault);
    digest.update(patient);
    digest.update(record);
    digest.update(ByteBuffer.allocate(4).putInt(revision).array());
    digest.update(body, 2, 18);
    for (Slot slot : slots) {
      digest.update(slot.tag());
      digest.update(ByteBuffer.allocate(4).putInt(slot.groupRevision()).array());
      digest.update(EnvelopePage.sha256().digest(slot.sealed()));
    }
    return digest.digest();
  }
}
