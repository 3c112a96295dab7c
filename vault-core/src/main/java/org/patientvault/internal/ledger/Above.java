package org.patientvault.internal.ledger;

/** What those above have to hear from who commits, while he has the turn to write. */
public interface Above {
  /** The log went back: what was seen of the vault may be gone. */
  void wentBack();

  /**
   * Slots, keysets, policy or schema are others than before: what is written now is to be sealed
   * with those that are stored, by a node too that slept while others renewed them.
   */
  void changedState();

  /** A year began since the log did: it is time for the next one. Must not wait. */
  void newYear();
}
