package org.patientvault.model;

/**
 * An identifier of a patient in the world outside: the system that issued it and its value, as in
 * FHIR.
 *
 * <p>Each part has 1 to 256 characters. Identifies a person: {@code toString} prints lengths only.
 */
public record PatientIdentifier(String issuer, String value) {
  public PatientIdentifier {
    Names.checkLength("an identifier's issuer", issuer, 256);
    Names.checkLength("an identifier's value", value, 256);
  }

  @Override
  public String toString() {
    return "PatientIdentifier[" + issuer.length() + "+" + value.length() + " characters]";
  }
}
