package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** One node signs while another one closes the log: neither takes the other for an attacker. */
@Tag("once")
@OnBothStores
class SigningWhileClosingTest {
  private static final int LOGS = 6;

  @TempDir Path folder;

  @Test
  void logIsClosedBetweenTheLooksOfWhoSigns_isNoTampering(TestDatabase database) {
    try (ErasurePlace place = ErasurePlace.in(database, folder);
        Vault other =
            Vault.open(
                database.location(), List.of(place.unlock), place.options().withNode("other"))) {
      CompletableFuture<Void> closing =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < LOGS; i++) {
                  other.administration(ErasurePlace.ADMIN).closeLog();
                }
              });
      while (!closing.isDone()) {
        place.physician().read(ErasurePlace.pressure(place.bert));
        place.vault.engine().publishing.now();
      }
      closing.join();
      assertThat(other.auditTrail(StoredLog.AUDITOR).logs()).hasSize(LOGS + 1);
      assertThat(place.findings()).isEmpty();
    }
  }
}
