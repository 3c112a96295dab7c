package org.patientvault;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.keys.SecretSource;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * A secret that is never shown again to who refused it: a few wrong PINs lock a token. When its
 * source gives another one, that is shown.
 *
 * <p>Remembers a salted digest, which tells no more than the keys in the same memory. For one
 * thread.
 */
final class UnrefusedSecret implements SecretSource {
  private static final int SALT_BYTES = 16;

  private final SecretSource source;
  private final byte[] salt = new byte[SALT_BYTES];
  private @Nullable Bytes shown;
  private @Nullable Bytes refused;

  UnrefusedSecret(SecretSource source) {
    this.source = source;
    new SecureRandom().nextBytes(salt);
  }

  /**
   * @throws VaultException.KeyUnavailable when the source gives the one that was refused
   */
  @Override
  public char[] read() {
    char[] secret = source.read();
    if (secret == null) {
      throw new VaultException.KeyUnavailable("the source gave no secret");
    }
    Bytes digest = digest(secret);
    shown = digest;
    if (refused != null && digest.equals(refused)) {
      Arrays.fill(secret, '\0');
      throw new VaultException.KeyUnavailable(
          Reason.WRONG_SECRET, "the secret was refused before and is not tried again", null);
    }
    return secret;
  }

  /** Another attempt begins. */
  void begin() {
    shown = null;
  }

  /**
   * What was shown in this attempt is not shown again.
   *
   * @return false when nothing was: the protector has its secret from elsewhere
   */
  boolean refuse() {
    refused = shown == null ? refused : shown;
    return shown != null;
  }

  private Bytes digest(char[] secret) {
    byte[] salted = new byte[SALT_BYTES + Character.BYTES * secret.length];
    ByteBuffer.wrap(salted).put(salt).asCharBuffer().put(secret);
    try {
      return Sha256.of(salted, 0, salted.length);
    } finally {
      Arrays.fill(salted, (byte) 0);
    }
  }
}
