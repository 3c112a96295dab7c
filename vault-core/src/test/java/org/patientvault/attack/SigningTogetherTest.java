package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.AuditTrail;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Threads of one process sign at the same time: no lease parts them. */
@Tag("once")
@OnBothStores
class SigningTogetherTest {
  private static final int EXPORTS = 60;

  @Test
  void exportsBesideThePublisher_nobodySaysThatTheLogWentBack(
      TestDatabase database, @TempDir Path folder) throws Exception {
    RecordKey key = Scene.founded(database);
    try (Vault vault = Scene.open(database, "a", Duration.ofMillis(1))) {
      AuditTrail trail = vault.auditTrail(Scene.AUDITOR);
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < EXPORTS; i++) {
        Path bundle = folder.resolve("bundle-" + i);
        calls.add(() -> Scene.physician(vault).read(key).revision() == 1);
        calls.add(
            () -> {
              trail.export(bundle);
              return vault.signingTrouble().isEmpty();
            });
      }
      assertThat(Scene.together(6, calls)).containsOnly(true);
    }
  }
}
