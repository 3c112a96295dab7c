package org.patientvault.keys;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What somebody brings to open a slot, or to make one: which protector, and the secret for it.
 *
 * <p>Holds no secret, only where to get it; it may be kept and used again. {@code toString} prints
 * the URI, which never holds a secret.
 *
 * @param secret asked once each time that slots are opened, and only when a slot needs it; where a
 *     token or key service opened the vault, that is every 30 s: give a source that asks nobody
 */
public record Unlock(ProtectorUri uri, SecretSource secret) {
  /** The kind of the slots of recovery keys. */
  public static final String RECOVERY = "recovery";

  public Unlock {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(secret, "secret");
  }

  /** A passphrase slot; to make one, the passphrase has at least 8 characters. */
  public static Unlock passphrase(SecretSource secret) {
    return new Unlock(ProtectorUri.passphrase(), secret);
  }

  /**
   * A slot under the AES-256 key {@code alias} of a key store, PKCS12 or BCFKS by the file's name.
   * Keep the file elsewhere than the vault. Making a slot makes the file and the key if need be.
   */
  public static Unlock keystore(Path path, String alias, SecretSource password) {
    return new Unlock(ProtectorUri.keystore(path, alias), password);
  }

  /**
   * Every slot of a {@link RecoveryKey}, given as {@link RecoveryKey#text}. Shares are joined
   * first, and {@link RecoveryKey#unlock()} taken.
   */
  public static Unlock recovery(SecretSource key) {
    return new Unlock(new ProtectorUri(RECOVERY + ":"), key);
  }

  @Override
  public String toString() {
    return "Unlock[" + uri + "]";
  }
}
