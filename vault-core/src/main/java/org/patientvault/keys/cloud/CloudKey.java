package org.patientvault.keys.cloud;

import org.patientvault.model.VaultException;

/**
 * One key in a key service. The key never leaves the service: a keyset goes there and comes back
 * encrypted.
 *
 * <p>Every failure is a {@link VaultException.KeyUnavailable} with its reason, after a bounded
 * number of attempts within {@link Limits}. Safe for use by several threads.
 */
public interface CloudKey extends AutoCloseable {
  /**
   * Refuses a key that must not protect a new slot: not there, not enabled, or of a kind that could
   * be read out or that binds no context.
   */
  void checkForNewSlot();

  /** What is checked each time that a slot is opened; mostly nothing, for each right asks more. */
  default void checkForOpening() {}

  /** The ciphertext as the service gives it; opens only with the same {@code context}. */
  byte[] encrypt(byte[] plaintext, byte[] context);

  /** The plaintext; the caller wipes it. */
  byte[] decrypt(byte[] ciphertext, byte[] context);

  /** Closes the client. */
  @Override
  void close();
}
