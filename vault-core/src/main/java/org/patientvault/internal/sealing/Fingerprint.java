package org.patientvault.internal.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.RecordKey;

/**
 * A keyed digest of a whole record's content, so that importing the same content again changes
 * nothing.
 *
 * <p>Bound to patient, type and id: equal content of two records does not show.
 */
public final class Fingerprint {
  private Fingerprint() {}

  /** The fingerprint of a record written whole. */
  public static Bytes of(VaultKeys keys, RecordKey key, Map<FieldName, FieldValue> fields) {
    MessageDigest content = sha256();
    new TreeMap<>(fields).forEach((name, value) -> add(content, name, value));
    return keys.index(IndexName.IMPORT)
        .tag(
            key.patient().value().unsafeArray(),
            utf8(key.type().value()),
            utf8(key.id().value()),
            content.digest());
  }

  /** The fingerprint of a record whose whole content its writer did not see: equal to no other. */
  public static Bytes none(SecureRandom random) {
    byte[] fingerprint = new byte[RecordBody.FINGERPRINT_BYTES];
    random.nextBytes(fingerprint);
    return Bytes.wrap(fingerprint);
  }

  private static void add(MessageDigest content, FieldName name, FieldValue value) {
    byte[] spelled = utf8(name.value());
    byte[] encoded = new byte[value.encodedSize()];
    value.encodeTo(encoded, 0);
    content.update(
        ByteBuffer.allocate(9)
            .putInt(spelled.length)
            .put((byte) value.kind().code())
            .putInt(encoded.length)
            .array());
    content.update(spelled);
    content.update(encoded);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
