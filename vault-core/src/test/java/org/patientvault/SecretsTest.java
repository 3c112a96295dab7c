package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.VaultException.KeyUnavailable;

/** How an application's secret source is asked, and what becomes of a careless one. */
class SecretsTest {
  private static final Unlock FIRST = Unlock.passphrase("correct horse battery"::toCharArray);
  private static final Unlock SECOND = Unlock.passphrase("staple of another day"::toCharArray);
  private static final Actor ADMIN = Actor.of("root", "admin");

  @TempDir Path folder;

  @Test
  void severalSlotsOfOneKind_askForTheSecretOnce() {
    Path file = folder.resolve("a.vault");
    AtomicInteger asked = new AtomicInteger();
    Unlock counting =
        Unlock.passphrase(
            () -> {
              asked.incrementAndGet();
              return SECOND.secret().read();
            });
    try (Vault vault = Vault.create(file, FIRST)) {
      vault.administration(ADMIN).addSlot(FIRST, SECOND);
    }
    try (Vault vault = Vault.open(file, counting)) {
      assertThat(asked).hasValue(1);
      vault.administration(ADMIN).changePassphrase(counting, FIRST);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void oneArrayHandedOutTwice_isRefusedBeforeItLocksTheVaultWithZeros() {
    char[] secret = "correct horse battery".toCharArray();
    Unlock careless = Unlock.passphrase(() -> secret);
    Vault.create(folder.resolve("a.vault"), careless).close();
    assertThatThrownBy(() -> Vault.create(folder.resolve("b.vault"), careless))
        .isInstanceOf(KeyUnavailable.class)
        .hasMessageContaining("fresh array");
    Vault.create(folder.resolve("b.vault"), FIRST).close();
  }

  @Test
  void consoleAtItsEnd_opensNothing() {
    Path file = folder.resolve("a.vault");
    Unlock ended = Unlock.passphrase(() -> null);
    assertThatThrownBy(() -> Vault.create(file, ended)).isInstanceOf(KeyUnavailable.class);
    Vault.create(file, FIRST).close();
    assertThatThrownBy(() -> Vault.open(file, ended)).isInstanceOf(KeyUnavailable.class);
  }
}
