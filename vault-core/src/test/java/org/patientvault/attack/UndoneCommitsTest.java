package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;

/** Every third commit of two nodes is undone, or its connection dies there. */
@Tag("once")
class UndoneCommitsTest {
  private static final int WRITES = 24;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RAISE EXCEPTION 'x' USING ERRCODE = '40001'",
        "RAISE EXCEPTION 'x' USING ERRCODE = '57P01'",
        "PERFORM pg_terminate_backend(pg_backend_pid())"
      })
  void whatWasAcknowledged_isThereOnce(String atCommit) throws Exception {
    try (PostgresDatabase database = Scene.onServer()) {
      RecordKey key = Scene.founded(database);
      long before = Scene.number(database, "SELECT count(*) FROM record_revision");
      List<Boolean> acknowledged;
      try (Vault a = Scene.open(database, "a");
          Vault b = Scene.open(database, "b")) {
        disturb(database, atCommit);
        List<Callable<Boolean>> writes = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
          Vault node = i % 2 == 0 ? a : b;
          RecordKey fresh = Scene.another(key, "r" + i);
          writes.add(() -> isAcknowledged(node, fresh));
        }
        acknowledged = Scene.together(8, writes);
        Scene.run(database, "DROP TRIGGER disturb ON log_head");
      }
      long stored = Scene.number(database, "SELECT count(*) FROM record_revision") - before;
      assertThat(stored).isGreaterThanOrEqualTo(Collections.frequency(acknowledged, true));
      assertThat(Scene.findings(database))
          .as("each has its entry, and each entry its row")
          .isEmpty();
    }
  }

  private static void disturb(PostgresDatabase database, String atCommit) throws Exception {
    Scene.run(
        database,
        "CREATE SEQUENCE turn",
        """
        CREATE FUNCTION disturb() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF nextval('turn') %% 3 = 0 THEN %s; END IF; RETURN NULL; END $$\
        """
            .formatted(atCommit),
        """
        CREATE CONSTRAINT TRIGGER disturb AFTER UPDATE ON log_head DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION disturb()\
        """);
  }

  private static boolean isAcknowledged(Vault node, RecordKey key) {
    try {
      return Scene.physician(node).create(key, Scene.FIELDS) == 1;
    } catch (VaultException e) {
      return false;
    }
  }
}
