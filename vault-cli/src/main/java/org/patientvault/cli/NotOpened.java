package org.patientvault.cli;

import org.patientvault.model.VaultException;

/**
 * The vault cannot be opened, for it is not there, cannot be read, or is none this version knows.
 */
final class NotOpened extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final VaultException why;

  NotOpened(VaultException why) {
    super(why.getMessage(), why);
    this.why = why;
  }

  VaultException why() {
    return why;
  }
}
