package org.patientvault.internal.ledger;

/** Retention classes of log details, as stored. GENESIS names how long each is kept. */
public final class Retention {
  /** Details of accesses and of everything else a vault logs so far. */
  public static final int ACCESS = 1;

  private Retention() {}
}
