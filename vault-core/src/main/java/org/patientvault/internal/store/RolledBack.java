package org.patientvault.internal.store;

/**
 * The database undid a transaction because of what others did at the same time; it may be tried
 * again. Nothing of it was kept.
 */
public final class RolledBack extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RolledBack(Throwable cause) {
    super("the database undid the transaction because of another one", cause);
  }
}
