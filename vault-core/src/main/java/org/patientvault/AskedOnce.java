package org.patientvault;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.patientvault.keys.SecretSource;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;

/**
 * Asks for a secret once, however many slots it is tried on: a person at a prompt types it once.
 *
 * <p>Asks only when a slot needs it. Holds a copy until it is closed. For one thread.
 */
final class AskedOnce implements SecretSource, AutoCloseable {
  private final SecretSource source;
  private char @Nullable [] secret;

  AskedOnce(Unlock unlock) {
    this.source = unlock.secret();
  }

  @Override
  public char[] read() {
    if (secret == null) {
      char[] given = source.read();
      if (given == null) {
        throw new VaultException.KeyUnavailable("the source gave no secret");
      }
      secret = given;
    }
    return secret.clone();
  }

  @Override
  public void close() {
    if (secret != null) {
      Arrays.fill(secret, '\0');
    }
  }
}
