package org.patientvault.internal.sealing;

/** States of a patient key as stored, in the words of NIST SP 800-57. */
public final class KeyStates {
  public static final int PRE_ACTIVE = 1;
  public static final int ACTIVE = 2;
  public static final int DECRYPT_ONLY = 3;
  public static final int COMPROMISED = 4;
  public static final int DESTROYED = 5;

  private KeyStates() {}
}
