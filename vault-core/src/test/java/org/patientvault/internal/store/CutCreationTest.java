package org.patientvault.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Vault;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;

/** A process was killed while it made a vault. */
class CutCreationTest {
  @TempDir Path folder;
  private Path file;
  private Unlock unlock;

  @BeforeEach
  void places() {
    file = folder.resolve("a.vault");
    unlock = Unlock.keystore(folder.resolve("a.p12"), "root", "a long test password"::toCharArray);
  }

  /** SQLite wrote its header, and nothing else came. */
  @Test
  void create_whereAKilledCreationLeftAnEmptyDatabase_makesTheVault() throws SQLException {
    sql("PRAGMA journal_mode = WAL");
    assertThat(file).isNotEmptyFile();
    assertThatThrownBy(() -> Vault.open(file, unlock))
        .isInstanceOf(VaultException.StorageFailed.class)
        .hasMessageContaining("no vault at");
    Vault.create(file, unlock).close();
    Vault.open(file, unlock).close();
  }

  @Test
  void create_whereADatabaseOfSomebodyElseIs_isRefusedAndLeavesIt() throws Exception {
    sql("CREATE TABLE theirs (x)");
    assertIsLeft();
  }

  @Test
  void create_whereAnEmptyDatabaseOfAnotherProgramIs_isRefusedAndLeavesIt() throws Exception {
    sql("PRAGMA application_id = 7");
    assertIsLeft();
  }

  @Test
  void create_whereAFileThatIsNoDatabaseIs_isRefusedAndLeavesIt() throws IOException {
    Files.writeString(file, "a letter");
    assertIsLeft();
  }

  private void assertIsLeft() throws IOException {
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> Vault.create(file, unlock))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("never written over");
    assertThat(file).hasBinaryContent(before);
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
