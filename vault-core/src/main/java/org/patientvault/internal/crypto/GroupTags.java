package org.patientvault.internal.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.patientvault.model.Bytes;
import org.patientvault.model.GroupName;
import org.patientvault.model.RecordRef;

/**
 * The names of one record's groups as they are stored: eight bytes that mean nothing without the
 * patient's key.
 *
 * <p>Hides which classes of data a record has, and that two records have the same ones. Safe for
 * use by several threads. Format: docs/formats/field-envelope.md.
 */
public final class GroupTags {
  /** The size of a tag. */
  public static final int SIZE_BYTES = 8;

  /** Fed the record's key; each tag goes on from a copy. */
  private final MessageDigest begun;

  private GroupTags(byte[] recordKey) {
    begun = Sha256.digest();
    begun.update(recordKey);
  }

  static GroupTags of(PatientKey key, RecordRef record) {
    return new GroupTags(Hmac.sha256(key.tagKey(), record.value().toArray()));
  }

  public Bytes of(GroupName group) {
    MessageDigest digest = Sha256.copy(begun);
    digest.update(group.value().getBytes(StandardCharsets.UTF_8));
    return Bytes.of(digest.digest(), 0, SIZE_BYTES);
  }
}
