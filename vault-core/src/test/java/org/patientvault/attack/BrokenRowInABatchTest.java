package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** One row that nobody can read: it fails those who ask for it, and nobody else. */
@Tag("once")
@OnBothStores
class BrokenRowInABatchTest {
  static final String NEWEST = " WHERE log_idx = (SELECT max(log_idx) FROM record_revision)";

  @Test
  void numberOfMoreBits_failsNobodyElse(TestDatabase database) throws Exception {
    RecordKey good = Scene.founded(database);
    Scene.widen(database, "record_revision", "key_version");
    assertFailsNobodyElse(
        database,
        good,
        "UPDATE record_revision SET key_version = key_version + 4294967296" + NEWEST);
  }

  /** {@code sql} breaks the row that was written last. */
  static void assertFailsNobodyElse(TestDatabase database, RecordKey good, String... sql)
      throws Exception {
    RecordKey broken = Scene.another(good, "broken");
    try (Vault vault = Scene.open(database, "a")) {
      Scene.physician(vault).create(broken, Scene.FIELDS);
      Scene.physician(vault).read(good);
      Scene.physician(vault).read(broken);
      Scene.run(database, sql);
      List<Callable<String>> reads = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        boolean isGood = i % 4 != 0;
        reads.add(() -> isGood ? "good: " + read(vault, good) : "broken: " + read(vault, broken));
      }
      assertThat(Scene.together(16, reads)).containsOnly("good: read", "broken: tampered");
    }
  }

  private static String read(Vault vault, RecordKey key) {
    try {
      Scene.physician(vault).read(key);
      return "read";
    } catch (VaultException.Tampered e) {
      return "tampered";
    }
  }
}
