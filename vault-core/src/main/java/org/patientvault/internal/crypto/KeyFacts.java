package org.patientvault.internal.crypto;

/** One key of a keyset, by its id, which counts from 1, and what it may be used for. */
public record KeyFacts(int id, State state) {
  /** In the words of NIST SP 800-57. */
  public enum State {
    /** Opens, and does not seal until every node has it. */
    PRE_ACTIVE,
    /** Seals and opens. */
    ACTIVE,
    /** Opens what was sealed before. */
    DECRYPT_ONLY,
    /** Does nothing: kept, and proven to protect nothing. */
    DISABLED
  }
}
