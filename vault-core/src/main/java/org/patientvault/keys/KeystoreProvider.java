package org.patientvault.keys;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Protects a slot with an AES-256 key in a Java key store file, PKCS12 or BCFKS by the file's name.
 *
 * <p>As safe as the file and its password: keep the file elsewhere than the vault.
 */
final class KeystoreProvider implements ProtectorProvider {
  private static final Bytes PARAMETERS = Bytes.of(new byte[] {1});

  @Override
  public String kind() {
    return "keystore";
  }

  @Override
  public KeyProtector create(Unlock given) {
    Unlock unlock = new Unlock(fromAnyFolder(given.uri()), given.secret());
    KeystoreFile file = file(unlock.uri());
    String alias = alias(unlock.uri());
    char[] password = Passphrase.readNew(unlock.secret());
    try {
      file.ensureKey(alias, password);
      return protector(unlock, file.key(alias, password));
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  @Override
  public KeyProtector open(Unlock unlock, Bytes parameters) {
    if (!parameters.equals(PARAMETERS)) {
      throw new VaultException.UnsupportedFormat(
          "the key store slot has parameters of "
              + parameters.size()
              + " bytes that this version does not know");
    }
    KeystoreFile file = file(unlock.uri());
    String alias = alias(unlock.uri());
    char[] password = Passphrase.read(unlock.secret());
    try {
      return protector(unlock, file.key(alias, password));
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static KeyProtector protector(Unlock unlock, byte[] key) {
    return new AesGcmProtector(unlock.uri(), PARAMETERS, Mechanism.KEYSTORE_AES_GCM, key);
  }

  /** The slot is opened from other folders than the one it was made in. */
  private static ProtectorUri fromAnyFolder(ProtectorUri uri) {
    Path path = path(uri);
    return path.isAbsolute() ? uri : ProtectorUri.keystore(path.toAbsolutePath(), alias(uri));
  }

  private static KeystoreFile file(ProtectorUri uri) {
    return new KeystoreFile(path(uri));
  }

  private static Path path(ProtectorUri uri) {
    uri.requireOnly("alias");
    try {
      return Path.of(uri.path());
    } catch (InvalidPathException e) {
      throw new VaultException.InvalidInput("not a path for a key store: " + uri, e);
    }
  }

  private static String alias(ProtectorUri uri) {
    return uri.parameter("alias")
        .filter(alias -> !alias.isEmpty())
        .orElseThrow(
            () -> new VaultException.InvalidInput("name the key in the key store: ?alias=..."));
  }
}
