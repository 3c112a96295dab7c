package org.patientvault.keys;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

class Pkcs12ProviderTest extends KeystoreContract {
  @Override
  String fileName() {
    return "vault keys.p12";
  }

  @Test
  void open_ofAShortKey_isRefused() throws Exception {
    char[] password = "a long password".toCharArray();
    Path path = folder.resolve("short.pfx");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("kek", new SecretKeySpec(new byte[16], "AES"), password, null);
    try (OutputStream out = Files.newOutputStream(path)) {
      store.store(out, password);
    }

    Unlock unlock = Unlock.keystore(path, "kek", password::clone);

    assertThatThrownBy(() -> new KeystoreProvider().open(unlock, Bytes.of(new byte[] {1})))
        .isInstanceOf(VaultException.KeyUnavailable.class)
        .hasMessageContaining("AES-256");
  }

  @Test
  void create_underAnotherFileName_isRefused() {
    Unlock unlock =
        Unlock.keystore(folder.resolve("keys.jks"), "kek", "a long password"::toCharArray);

    assertThatThrownBy(() -> new KeystoreProvider().create(unlock))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("keys.jks");
  }

  @Test
  void create_withoutAnAlias_isRefused() {
    ProtectorUri uri = new ProtectorUri("keystore:" + folder.resolve("keys.p12"));

    assertThatThrownBy(
            () -> new KeystoreProvider().create(new Unlock(uri, "a long password"::toCharArray)))
        .isInstanceOf(VaultException.InvalidInput.class)
        .hasMessageContaining("alias");
  }
}
