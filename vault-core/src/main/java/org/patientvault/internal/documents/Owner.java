package org.patientvault.internal.documents;

import org.patientvault.model.PatientIdentifier;

/** To whom a resource belongs. */
public sealed interface Owner {
  /**
   * A patient, named as the resource names him: by {@link Compartment#FHIR_PATIENT_ID} and his
   * logical id, or by an identifier he has elsewhere. The patient need not be known yet.
   */
  record Patient(PatientIdentifier identifier) implements Owner {}

  /** No patient: staff, places, medicines, and what names nobody. The reserved subject keeps it. */
  record Nobody() implements Owner {}

  Owner NOBODY = new Nobody();
}
