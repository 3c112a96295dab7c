package org.patientvault.model;

/** Why data are used: HL7 v3 ActReason, PurposeOfUse codes. */
public enum Purpose {
  TREAT,
  ETREAT,
  BTG,
  ERTREAT,
  COC,
  CLINTRL,
  HPAYMT,
  HOPERAT,
  PATADMIN,
  HSYSADMIN,
  SYSDEV,
  HCOMPL,
  HLEGAL,
  FRAUD,
  TRAIN,
  RECORDMGT,
  HQUALIMP,
  HRESCH,
  CLINTRCH,
  PUBHLTH,
  DISASTER,
  THREAT,
  PATRQT,
  FAMRQT,
  PWATRNY,
  SUPNWK,
  HMARKT
}
