package org.patientvault.keys;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Locale;
import javax.crypto.KeyGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * One key store file with AES-256 keys. Adds keys, and never removes or replaces one.
 *
 * <p>Every failure to read is {@link VaultException.KeyUnavailable}, and does not tell a wrong
 * password from a changed file: nor does the format.
 */
final class KeystoreFile {
  private static final int MAX_BYTES = 1 << 20;

  private final Path path;
  private final boolean bouncyCastle;

  KeystoreFile(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    this.path = path;
    this.bouncyCastle = name.endsWith(".bcfks");
    if (!bouncyCastle && !name.endsWith(".p12") && !name.endsWith(".pfx")) {
      throw new VaultException.InvalidInput(
          "a key store is named *.p12, *.pfx or *.bcfks, not " + path.getFileName());
    }
  }

  /** The key's bytes; the caller wipes them. */
  byte[] key(String alias, char[] password) {
    try {
      Key key = load(read(), password).getKey(alias, password);
      if (key == null) {
        throw unavailable(Reason.NOT_THERE, "has no key '" + alias + "'", null);
      }
      byte[] encoded = key.getEncoded();
      if (encoded == null || encoded.length != AesGcmProtector.KEY_BYTES) {
        throw unavailable("holds under '" + alias + "' no AES-256 key that can be read", null);
      }
      return encoded;
    } catch (GeneralSecurityException | IllegalStateException e) {
      throw unavailable(
          Reason.WRONG_SECRET, "does not give the key '" + alias + "' for this password", e);
    }
  }

  /** Makes the file, or the key in it, unless they are there. */
  void ensureKey(String alias, char[] password) {
    checkAscii(password);
    try {
      if (Files.notExists(path)) {
        OwnerOnlyFile.create(path, withNewKey(empty(), alias, password));
        return;
      }
      byte[] current = read();
      KeyStore store = load(current, password);
      if (!store.containsAlias(alias)) {
        OwnerOnlyFile.replace(path, current, withNewKey(store, alias, password));
      }
    } catch (GeneralSecurityException e) {
      throw unavailable("does not take the key '" + alias + "'", e);
    } catch (IOException e) {
      throw unavailable("cannot be written", e);
    }
  }

  private static void checkAscii(char[] password) {
    for (char c : password) {
      if (c < 0x20 || c > 0x7E) {
        throw new VaultException.InvalidInput("a key store's password is of printable ASCII");
      }
    }
  }

  private byte[] withNewKey(KeyStore store, String alias, char[] password)
      throws GeneralSecurityException, IOException {
    KeyGenerator generator = KeyGenerator.getInstance("AES");
    generator.init(8 * AesGcmProtector.KEY_BYTES);
    KeyStore.PasswordProtection protection = new KeyStore.PasswordProtection(password);
    store.setEntry(alias, new KeyStore.SecretKeyEntry(generator.generateKey()), protection);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, password);
    return out.toByteArray();
  }

  private byte[] read() {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw unavailable("is larger than " + MAX_BYTES + " bytes", null);
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw unavailable(Reason.NOT_THERE, "is not there", e);
    } catch (IOException e) {
      throw unavailable("cannot be read", e);
    }
  }

  private KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = newStore();
    store.load(null, null);
    return store;
  }

  // Readers of both formats also throw unchecked exceptions at a damaged file.
  private KeyStore load(byte[] content, char[] password) {
    try {
      KeyStore store = newStore();
      store.load(new ByteArrayInputStream(content), password);
      return store;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw unavailable(Reason.WRONG_SECRET, "does not open: wrong password, or a changed file", e);
    }
  }

  // The provider is handed over, not registered: nothing else in the process changes.
  private KeyStore newStore() throws GeneralSecurityException {
    return bouncyCastle
        ? KeyStore.getInstance("BCFKS", new BouncyCastleProvider())
        : KeyStore.getInstance("PKCS12");
  }

  private VaultException unavailable(String why, @Nullable Exception cause) {
    return unavailable(Reason.OTHER, why, cause);
  }

  private VaultException unavailable(Reason reason, String why, @Nullable Exception cause) {
    return new VaultException.KeyUnavailable(reason, "the key store " + path + " " + why, cause);
  }
}
