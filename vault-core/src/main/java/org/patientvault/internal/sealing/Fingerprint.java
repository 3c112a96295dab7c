package org.patientvault.internal.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.patientvault.internal.crypto.GroupCipher;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.Sha256;
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
    MessageDigest content = Sha256.digest();
    sorted(fields).forEach((name, value) -> add(content, name, value));
    return keys.index(IndexName.IMPORT)
        .tag(
            key.patient().value().unsafeArray(),
            utf8(key.type().value()),
            utf8(key.id().value()),
            content.digest());
  }

  private static Map<FieldName, FieldValue> sorted(Map<FieldName, FieldValue> fields) {
    return fields instanceof SortedMap ? fields : new TreeMap<>(fields);
  }

  /** The fingerprint of a record whose whole content its writer did not see: equal to no other. */
  public static Bytes none(GroupCipher cipher) {
    return Bytes.wrap(cipher.random(RecordBody.FINGERPRINT_BYTES));
  }

  private static void add(MessageDigest content, FieldName name, FieldValue value) {
    byte[] spelled = utf8(name.value());
    byte[] line = new byte[9 + spelled.length + value.encodedSize()];
    ByteBuffer.wrap(line)
        .putInt(spelled.length)
        .put((byte) value.kind().code())
        .putInt(value.encodedSize())
        .put(spelled);
    value.encodeTo(line, 9 + spelled.length);
    content.update(line);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
