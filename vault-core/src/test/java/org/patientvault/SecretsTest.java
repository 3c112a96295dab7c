package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** How an application's secret source is asked, and what becomes of a careless one. */
@Tag("once")
@OnBothStores
class SecretsTest {
  private static final Unlock FIRST = QuickPassphrase.of("correct horse battery"::toCharArray);
  private static final Unlock SECOND = QuickPassphrase.of("staple of another day"::toCharArray);
  private static final Actor ADMIN = Actor.of("root", "admin");

  @Test
  void severalSlotsOfOneKind_askForTheSecretOnce(TestDatabase database) {
    AtomicInteger asked = new AtomicInteger();
    Unlock counting =
        QuickPassphrase.of(
            () -> {
              asked.incrementAndGet();
              return SECOND.secret().read();
            });
    try (Vault vault = Vault.create(database.location(), FIRST)) {
      vault.administration(ADMIN).addSlot(FIRST, SECOND);
    }
    try (Vault vault = Vault.open(database.location(), counting)) {
      assertThat(asked).hasValue(1);
      vault.administration(ADMIN).changePassphrase(counting, FIRST);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void oneArrayHandedOutTwice_isRefusedBeforeItLocksTheVaultWithZeros(
      TestDatabase one, TestDatabase other) {
    char[] secret = "correct horse battery".toCharArray();
    Unlock careless = QuickPassphrase.of(() -> secret);
    Vault.create(one.location(), careless).close();
    assertThatThrownBy(() -> Vault.create(other.location(), careless))
        .isInstanceOf(KeyUnavailable.class)
        .hasMessageContaining("fresh array");
    Vault.create(other.location(), FIRST).close();
  }

  @Test
  void consoleAtItsEnd_opensNothing(TestDatabase database) {
    Unlock ended = QuickPassphrase.of(() -> null);
    assertThatThrownBy(() -> Vault.create(database.location(), ended))
        .isInstanceOf(KeyUnavailable.class);
    Vault.create(database.location(), FIRST).close();
    assertThatThrownBy(() -> Vault.open(database.location(), ended))
        .isInstanceOf(KeyUnavailable.class);
  }
}
