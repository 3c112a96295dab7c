package org.patientvault.model;

/**
 * Why data are used: HL7 v3 ActReason, PurposeOfUse codes. What each allows is the access policy's
 * matter; that it is true, the application's.
 */
public enum Purpose {
  /** Treatment. */
  TREAT,
  /** Emergency treatment. */
  ETREAT,
  /** Break the glass: access that only a declared emergency allows. */
  BTG,
  /** Treatment in an emergency room. */
  ERTREAT,
  /** Coordination of care. */
  COC,
  /** Treatment within a clinical trial. */
  CLINTRL,
  /** Payment for health care. */
  HPAYMT,
  /** Operation of a health care organisation. */
  HOPERAT,
  /** Patient administration. */
  PATADMIN,
  /** Administration of a health care system: what administrators and auditors of a vault do. */
  HSYSADMIN,
  /** Development of systems. */
  SYSDEV,
  /** Compliance with rules. */
  HCOMPL,
  /** Legal proceedings. */
  HLEGAL,
  /** Detection of fraud. */
  FRAUD,
  /** Training. */
  TRAIN,
  /** Management of records. */
  RECORDMGT,
  /** Improvement of quality. */
  HQUALIMP,
  /** Health care research. */
  HRESCH,
  /** Research in clinical trials. */
  CLINTRCH,
  /** Public health. */
  PUBHLTH,
  /** Disaster relief. */
  DISASTER,
  /** A serious threat to health or safety. */
  THREAT,
  /** The patient's own request. */
  PATRQT,
  /** A request of the patient's family. */
  FAMRQT,
  /** A request under power of attorney. */
  PWATRNY,
  /** A request of the patient's support network. */
  SUPNWK,
  /** Marketing. */
  HMARKT
}
