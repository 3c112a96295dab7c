package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;

/** The server undoes each signing, as for others' sake. */
@Tag("once")
class UndoneSigningTest {
  @Test
  void backupAndClosing_failWithAnErrorOfAKnownKind(@TempDir Path folder) throws Exception {
    try (PostgresDatabase database = Scene.onServer()) {
      RecordKey key = Scene.founded(database);
      Vault vault = Scene.open(database, "a");
      Scene.run(
          database,
          """
          CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$;
          CREATE TRIGGER undo BEFORE INSERT ON log_checkpoint FOR EACH ROW EXECUTE FUNCTION undo()\
          """);
      Scene.physician(vault).read(key);
      assertThatThrownBy(() -> Scene.administration(vault).backup(folder.resolve("b.vault")))
          .isInstanceOf(VaultException.StorageFailed.class);
      assertThatThrownBy(vault::close).isInstanceOf(VaultException.StorageFailed.class);
    }
  }
}
