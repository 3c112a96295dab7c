package org.patientvault.keys;

/**
 * Where a passphrase or a key store's password comes from: a terminal, a file, a secret manager.
 *
 * <p>Each call gives a fresh array, which the reader wipes.
 */
@FunctionalInterface
public interface SecretSource {
  char[] read();
}
