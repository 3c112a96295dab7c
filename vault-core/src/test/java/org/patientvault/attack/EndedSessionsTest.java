package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.Administration;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.PostgresDatabase;

/** A server ends every session at once, as before a restart, while a vault is at work. */
@Tag("once")
class EndedSessionsTest {
  /** All of a pool were used a moment ago, so that it hands them out without a look. */
  @Test
  void whoComesNext_isServedByANewOne() throws Exception {
    try (PostgresDatabase database = Scene.onServer()) {
      RecordKey key = Scene.founded(database);
      try (Vault vault = Scene.open(database, "a")) {
        Administration administration = Scene.administration(vault);
        for (int time = 0; time < 3; time++) {
          Scene.together(8, Collections.nCopies(8, () -> manyTimes(administration::slots)));
          Scene.asSuperuser(
              database,
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                  + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
          assertThat(administration.slots()).hasSize(1);
          assertThat(Scene.physician(vault).read(key).revision()).isEqualTo(1);
        }
      }
    }
  }

  private static Void manyTimes(Runnable work) {
    for (int i = 0; i < 50; i++) {
      work.run();
    }
    return null;
  }
}
