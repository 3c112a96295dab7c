package org.patientvault.audit.anchor;

/** What a time stamp is worth to somebody who trusts certain authorities. */
public sealed interface TokenVerdict {
  /** An authority that is trusted signed it, with a certificate for that, valid at that time. */
  record Valid() implements TokenVerdict {}

  /**
   * It is no good, whoever is trusted.
   *
   * @param why one of the fixed words of docs/formats/audit-log.md
   */
  record Invalid(String why) implements TokenVerdict {}

  /** Good in itself, but nobody who is trusted stands behind its certificate. */
  record Untrusted(String why) implements TokenVerdict {}
}
