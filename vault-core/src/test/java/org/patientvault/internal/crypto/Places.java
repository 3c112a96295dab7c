package org.patientvault.internal.crypto;

import org.patientvault.model.GroupName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultId;

/** Names of places that tests seal for. */
final class Places {
  static final VaultId VAULT = VaultId.parse("00112233445566778899aabbccddeeff");
  static final PatientRef PATIENT = PatientRef.parse("a0a1a2a3a4a5a6a7a8a9aaabacadaeaf");
  static final RecordRef RECORD = RecordRef.parse("b0b1b2b3b4b5b6b7b8b9babbbcbdbebf");

  static final GroupContext HERE =
      new GroupContext(
          VAULT,
          PATIENT,
          RECORD,
          new RecordType("AllergyIntolerance"),
          new GroupName("sensitive"),
          3);

  private Places() {}
}
