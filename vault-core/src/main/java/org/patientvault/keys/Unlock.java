package org.patientvault.keys;

import java.nio.file.Path;

/** What somebody brings to open a slot, or to make one: which protector, and the secret for it. */
public record Unlock(ProtectorUri uri, SecretSource secret) {
  public static Unlock passphrase(SecretSource secret) {
    return new Unlock(ProtectorUri.passphrase(), secret);
  }

  public static Unlock keystore(Path path, String alias, SecretSource password) {
    return new Unlock(ProtectorUri.keystore(path, alias), password);
  }

  @Override
  public String toString() {
    return "Unlock[" + uri + "]";
  }
}
