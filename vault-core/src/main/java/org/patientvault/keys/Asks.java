package org.patientvault.keys;

/** What opening a slot asks of a person, beyond the URI that stands in the vault's own file. */
public enum Asks {
  /** Nothing: this machine has the right, by a role, by credentials or by a file of its own. */
  NOTHING,
  /** A secret that is used on this machine and goes nowhere else. */
  SECRET,
  /**
   * The PIN of a token, which counts wrong ones and locks: whatever was given for another slot is
   * not tried on it.
   */
  PIN,
  /**
   * The URI itself, by whoever opens, and a secret with it where the kind has one: what opens the
   * slot is sent to a server that the URI names, and who can change the vault's file could have
   * written another one there.
   */
  ADDRESS
}
