package org.patientvault.internal.crypto;

import org.patientvault.model.GroupName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultId;

/**
 * The place a field group is sealed for. All of it, and the key's version, is authenticated: in any
 * other place the group does not open.
 *
 * <p>{@code toString} leaves type and group out, as they tell what kind of care a patient had.
 */
public record GroupContext(
    VaultId vault,
    PatientRef patient,
    RecordRef record,
    RecordType type,
    GroupName group,
    int groupRevision) {
  public GroupContext {
    if (groupRevision < 0) {
      throw new IllegalArgumentException("a group revision is not negative: " + groupRevision);
    }
  }

  @Override
  public String toString() {
    return describe(patient, record, groupRevision);
  }

  static String describe(PatientRef patient, RecordRef record, int groupRevision) {
    return "a group of revision "
        + groupRevision
        + " in record "
        + record
        + " of patient "
        + patient;
  }
}
