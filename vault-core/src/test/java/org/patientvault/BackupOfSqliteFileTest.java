package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.Actor;
import org.patientvault.model.Purpose;
import org.patientvault.stores.SqliteDatabase;

/** A backup of a file of SQLite, whose own write-ahead log would fit the copy. */
class BackupOfSqliteFileTest {
  @TempDir Path folder;

  @Test
  void writeAheadLogLeftUnderTheCopysName_isNotReadWithIt() throws IOException {
    Path copy = folder.resolve("a.bak");
    try (SqliteDatabase database = new SqliteDatabase();
        OneRecord one = OneRecord.in(database, folder)) {
      Path log = Path.of(database.file() + "-wal");
      assertThat(log).isNotEmptyFile();
      Files.copy(log, Path.of(copy + "-wal"));
      one.physician.update(one.key, 1, OneRecord.fields("140/90"));
      one.vault.administration(Actor.of("root", "admin")).backup(copy);
      assertThat(Vault.verifyRecords(copy.toString(), one.unlock).findings()).isEmpty();
      try (Vault restored = Vault.open(copy, one.unlock)) {
        Session physician = restored.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
        assertThat(physician.read(one.key).get(OneRecord.FIELD).asText()).isEqualTo("140/90");
      }
    }
  }
}
