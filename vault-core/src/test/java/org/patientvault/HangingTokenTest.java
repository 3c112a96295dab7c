package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/**
 * P9: a token that does not answer holds nobody up; the watch runs by itself, by the real clock.
 */
@OnBothStores
@Tag("once")
@Timeout(60)
class HangingTokenTest {
  private static final Duration OFTEN = Duration.ofMillis(50);

  @TempDir Path folder;

  private Vault vault(TestDatabase database, RemovableToken token, Duration lease) {
    Vault.create(database.location(), token.unlock()).close();
    return Vault.open(
        database.location(),
        List.of(token.unlock()),
        VaultOptions.defaults().withKeyLease(lease, OFTEN));
  }

  private static boolean isOut(Vault vault) {
    return vault.engine().keyOutage().isPresent();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(10);
    }
  }

  private static List<PatientRef> patients(Vault vault) {
    return TokenVault.physician(vault).patients(null, 10);
  }

  @Test
  void watchedByTheRealClock_outOverAndBack(TestDatabase database) throws Exception {
    RemovableToken token = RemovableToken.in(folder);
    try (Vault vault = vault(database, token, Duration.ofMillis(400))) {
      token.pullOut();
      await(() -> isOut(vault));
      await(() -> vault.engine().keyOutage().orElseThrow().dropped());
      assertThatThrownBy(() -> patients(vault)).isInstanceOf(VaultException.KeyUnavailable.class);
      token.putBack();
      await(() -> !isOut(vault));
      assertThat(patients(vault)).isEmpty();
    }
  }

  @Test
  void hangingToken_isAnOutageThatHoldsNobodyUp(TestDatabase database) throws Exception {
    RemovableToken token = RemovableToken.in(folder);
    Vault vault = vault(database, token, Duration.ofHours(8));
    try {
      token.hang();
      await(() -> isOut(vault));
      assertThat(vault.engine().keyOutage().orElseThrow().why()).contains("no answer within");
      assertThat(patients(vault)).isEmpty();
      assertThat(threadsThatHang()).as("one asks, and nobody asks again").isEqualTo(1);
    } finally {
      vault.close();
      token.letGo();
    }
  }

  @Test
  void refusedPinThatTheVaultDoesNotSee_isNotTriedAgain(TestDatabase database) throws Exception {
    RemovableToken token = RemovableToken.in(folder);
    token.changePin("0000");
    Vault.create(database.location(), token.unlockByOwnPin()).close();
    VaultOptions options = VaultOptions.defaults().withKeyLease(Duration.ofHours(8), OFTEN);
    try (Vault vault = Vault.open(database.location(), List.of(token.unlockByOwnPin()), options)) {
      token.changePin("5678");
      await(() -> isOut(vault));
      for (int i = 0; i < 5; i++) {
        vault.engine().keyWatch().look();
      }
      assertThat(token.tries()).containsOnlyOnce("wrong");
    }
  }

  @Test
  void serviceThatLocksNobodyOut_isAskedAgainWithTheSameSecret(TestDatabase database) {
    RemovableToken token = RemovableToken.in(folder);
    Vault.create(database.location(), token.unlockAsService()).close();
    VaultOptions options =
        VaultOptions.defaults().withKeyLease(Duration.ofHours(8), Duration.ofHours(1));
    try (Vault vault = Vault.open(database.location(), List.of(token.unlockAsService()), options)) {
      token.changePin("5678");
      vault.engine().keyWatch().look();
      assertThat(isOut(vault)).isTrue();
      token.changePin("1234");
      vault.engine().keyWatch().look();
      assertThat(isOut(vault)).isFalse();
    }
  }

  private static long threadsThatHang() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("patientvault-key-probe"))
        .count();
  }
}
