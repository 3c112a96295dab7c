package org.patientvault.audit.fhir;

/** A code of somebody's code system, as FHIR names it. */
record Coding(String system, String code, String display) {
  private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String HL7 = "http://terminology.hl7.org/CodeSystem/";

  /** Of DICOM, part 16. */
  static Coding dicom(String code, String display) {
    return new Coding(DICOM, code, display);
  }

  /** Of a code system of HL7's terminology, by the end of its name. */
  static Coding hl7(String system, String code, String display) {
    return new Coding(HL7 + system, code, display);
  }

  /** Of the interactions of a RESTful FHIR server; their code is their display too. */
  static Coding rest(String code) {
    return new Coding("http://hl7.org/fhir/restful-interaction", code, code);
  }

  /** An entity's type. */
  static Coding entity(String code, String display) {
    return hl7("audit-entity-type", code, display);
  }

  /** An entity's role. */
  static Coding objectRole(String code, String display) {
    return hl7("object-role", code, display);
  }
}
