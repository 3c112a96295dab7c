package org.patientvault.model;

/**
 * The application's own id of a record, unique within its patient and type, for example a FHIR
 * resource id.
 *
 * <p>1 to 256 characters without control characters. Ids of medical records identify people, so
 * {@code toString} prints the length only.
 */
public record RecordId(String value) {
  public RecordId {
    Names.checkLength("a record id", value, 256);
  }

  @Override
  public String toString() {
    return "RecordId[" + value.length() + " characters]";
  }
}
