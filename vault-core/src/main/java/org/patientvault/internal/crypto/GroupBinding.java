package org.patientvault.internal.crypto;

import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultId;

/**
 * The associated data of a sealed group: everything that names its place, encoded so that no two
 * places give the same bytes. Format: docs/formats/field-envelope.md.
 */
final class GroupBinding {
  /** The longest encoding: a type of 64 and a group of 63 characters. */
  static final int MAX_BYTES = 256;

  private static final byte[] MAGIC = {'P', 'V', 'g', '1'};

  private GroupBinding() {}

  /** Writes the encoding to the start of {@code target} and answers its length. */
  static int encode(byte[] target, GroupContext context, int keyVersion) {
    int at =
        place(
            target,
            context.vault(),
            context.patient(),
            context.record(),
            keyVersion,
            context.groupRevision());
    at = name(target, at, context.type().value());
    return name(target, at, context.group().value());
  }

  /**
   * The same for a slot that holds no group: no type, and the slot's tag behind a hyphen in place
   * of the group's name. Neither can be a real one.
   */
  static int encodeDummy(
      byte[] target,
      VaultId vault,
      PatientRef patient,
      RecordRef record,
      int keyVersion,
      int groupRevision,
      Bytes tag) {
    if (tag.size() != GroupTags.SIZE_BYTES) {
      throw new IllegalArgumentException("a group tag has 8 bytes, not " + tag.size());
    }
    int at = place(target, vault, patient, record, keyVersion, groupRevision);
    at = name(target, at, "");
    return name(target, at, "-" + tag.hex());
  }

  private static int place(
      byte[] target,
      VaultId vault,
      PatientRef patient,
      RecordRef record,
      int keyVersion,
      int groupRevision) {
    System.arraycopy(MAGIC, 0, target, 0, MAGIC.length);
    vault.value().copyTo(target, 4);
    patient.value().copyTo(target, 20);
    record.value().copyTo(target, 36);
    TinkWire.putInt(target, 52, keyVersion);
    TinkWire.putInt(target, 56, groupRevision);
    return 60;
  }

  // Types and groups are ASCII by their own rules, and for ASCII this deprecated method is exact.
  // It
  // is the only one that copies into an array without making another.
  @SuppressWarnings("deprecation")
  private static int name(byte[] target, int at, String name) {
    int length = name.length();
    target[at] = (byte) (length >>> 8);
    target[at + 1] = (byte) length;
    name.getBytes(0, length, target, at + 2);
    return at + 2 + length;
  }
}
