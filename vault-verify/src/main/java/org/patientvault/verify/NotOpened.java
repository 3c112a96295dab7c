package org.patientvault.verify;

import org.patientvault.model.VaultException;

/**
 * The vault cannot be opened, for it is not there, cannot be read, or is none this version knows.
 */
public final class NotOpened extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final VaultException why;

  /**
   * @param why what the first look at it ended with
   */
  public NotOpened(VaultException why) {
    super(why.getMessage(), why);
    this.why = why;
  }

  VaultException why() {
    return why;
  }
}
