package org.patientvault.internal.store;

import org.patientvault.model.VaultException;

/**
 * The database undid a transaction: because of what others did at the same time, or because the
 * connection was lost before anything was committed. Nothing of it was kept; it may be tried again.
 */
public final class RolledBack extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final VaultException.StorageFailed told;
  private final boolean connectionLost;

  RolledBack(VaultException.StorageFailed told, boolean connectionLost) {
    super(told.getMessage(), told);
    this.told = told;
    this.connectionLost = connectionLost;
  }

  /** Whether the connection is gone; others of the same server may be too. */
  boolean isConnectionLost() {
    return connectionLost;
  }

  /** What a caller is told who is not to try again. */
  public VaultException.StorageFailed told() {
    return told;
  }
}
