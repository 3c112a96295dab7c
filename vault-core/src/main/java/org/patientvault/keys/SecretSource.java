package org.patientvault.keys;

/**
 * Where a passphrase or a key store's password comes from: a terminal, a file, a secret manager.
 *
 * <p>Characters instead of a string, because they can be wiped. Not thread-safe unless the
 * implementation says so.
 */
@FunctionalInterface
public interface SecretSource {
  /**
   * A fresh array on each call, for the reader wipes it: one that is handed out twice is zeros the
   * second time, and refused. Empty when there is no secret to give; an exception goes to whoever
   * opens the vault.
   */
  char[] read();
}
