package org.patientvault.internal.documents;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.RecordId;
import org.patientvault.model.RecordType;

/**
 * A FHIR resource as the vault keeps it: type, id, and one field for each other top-level member.
 *
 * <p>A resource without an id gets its {@link ContentId}, which never comes back as a member. Holds
 * medical data: {@code toString} prints type and number of fields only.
 */
public record FhirResource(RecordType type, RecordId id, Map<FieldName, FieldValue> fields) {
  public FhirResource {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  static FhirResource of(
      RecordType type, Optional<RecordId> id, Map<FieldName, FieldValue> fields) {
    return new FhirResource(type, id.orElseGet(() -> ContentId.of(type, fields)), fields);
  }

  /** Whether the id is the resource's own, not made from its content. */
  public boolean hasOwnId() {
    return !ContentId.is(id);
  }

  /** The resource as compact JSON. */
  public byte[] toJson() {
    return FhirJson.write(type, id, fields);
  }

  /**
   * The pairs of system and value in the member {@code identifier}; for a Patient, what he is found
   * by. Pairs that no index takes (empty, over 256 characters) are left out.
   */
  public List<PatientIdentifier> identifiers() {
    return References.identifiers(this);
  }

  @Override
  public String toString() {
    return "FhirResource[" + type + ", " + fields.size() + " fields]";
  }
}
