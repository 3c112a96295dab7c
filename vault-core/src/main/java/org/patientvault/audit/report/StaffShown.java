package org.patientvault.audit.report;

/**
 * What a patient's own statement says of who looked.
 *
 * <p>The Court of Justice of the European Union (C-579/21) gives the patient dates and purposes;
 * who the employees were only where that is needed to exercise a right. The role is what stands
 * between.
 */
public enum StaffShown {
  /** Nothing. */
  NONE,
  /** The role, such as a nurse. */
  ROLE,
  /** The role, and the directory of the organisation that vouches for the person. */
  UNIT,
  /** The person's user id too. */
  NAME
}
