package org.patientvault;

import java.util.List;
import java.util.Map;
import org.patientvault.internal.documents.FhirResource;
import org.patientvault.internal.documents.Owner;
import org.patientvault.internal.documents.SourceResource;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordId;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordType;

/**
 * A record on its way into the vault, and whose it is. Holds medical data: {@code toString} prints
 * its type only.
 *
 * @param identifiers what its patient is found by, beside the one that {@code owner} names
 */
record Incoming(
    Owner owner,
    RecordType type,
    RecordId id,
    Map<FieldName, FieldValue> fields,
    List<PatientIdentifier> identifiers) {
  private static final String PATIENT = "Patient";

  static Incoming of(SourceResource source) {
    FhirResource resource = source.resource();
    boolean patient = resource.type().value().equals(PATIENT);
    return new Incoming(
        source.owner(),
        resource.type(),
        resource.id(),
        resource.fields(),
        patient ? resource.identifiers() : List.of());
  }

  RecordKey keyOf(PatientRef patient) {
    return new RecordKey(patient, type, id);
  }

  @Override
  public String toString() {
    return "Incoming[" + type + "]";
  }
}
