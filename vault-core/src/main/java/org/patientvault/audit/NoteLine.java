package org.patientvault.audit;

import org.patientvault.model.Bytes;

/**
 * One signature line of a note, not checked: the claimed key and what it is said to have signed.
 */
record NoteLine(String name, int keyId, Bytes signature) {
  boolean isBy(VerifierKey key) {
    return key.keyId() == keyId && key.name().equals(name);
  }

  /** Name and id, as reports print a key. */
  @Override
  public String toString() {
    return name + "+" + String.format("%08x", keyId);
  }
}
