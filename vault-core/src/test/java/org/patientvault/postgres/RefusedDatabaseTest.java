package org.patientvault.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.Vault;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.TestDatabase;

/** A database that cannot hold a vault, or holds none, is refused before anything is written. */
@Tag("once")
class RefusedDatabaseTest {
  @TempDir Path folder;

  private Unlock unlock() {
    return Clinic.unlock(folder);
  }

  /** All that anybody does to a vault that is there already. */
  private Stream<Consumer<String>> visitors() {
    return Stream.of(
        location -> Vault.open(location, unlock()).close(),
        Vault::label,
        location -> Vault.verifyRecords(location, unlock()),
        location -> Vault.exportLog(location, folder.resolve("bundle")));
  }

  private static long tables(PostgresDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE"
                    + " nspname = 'patientvault'")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void databaseWithoutVault_isSaidToBeOne() throws SQLException {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
      visitors()
          .forEach(
              visitor ->
                  assertThatThrownBy(() -> visitor.accept(database.location()))
                      .isInstanceOf(VaultException.StorageFailed.class)
                      .hasMessageContaining("no vault in database")
                      .hasMessageContaining("patientvault init"));
      assertThat(tables(database)).isZero();
      assertThat(folder.resolve("bundle")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SQL_ASCII", "LATIN1"})
  void anotherEncoding_isRefused(String encoding) throws SQLException {
    String options = "TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING '" + encoding + "'";
    try (PostgresDatabase database = PostgresServer.shared().newDatabase(options)) {
      assertThatThrownBy(() -> Vault.create(database.location(), unlock()))
          .isInstanceOf(VaultException.Refused.class)
          .hasMessageContaining("has the encoding " + encoding)
          .hasMessageContaining("ENCODING 'UTF8' TEMPLATE template0");
      assertThat(tables(database)).isZero();
      visitors()
          .forEach(
              visitor ->
                  assertThatThrownBy(() -> visitor.accept(database.location()))
                      .isInstanceOf(VaultException.Refused.class));
    }
  }

  @Test
  void userWhoMayMakeNoSchema_isRefusedToMakeAVault() throws SQLException {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
      DatabaseUser user = DatabaseUser.on(database.server());
      assertThatThrownBy(() -> Vault.create(database.location(), unlock(), user.options()))
          .isInstanceOf(VaultException.Refused.class)
          .hasMessageContaining("docs/postgresql.md");
      assertThat(tables(database)).isZero();
    }
  }

  @Test
  void vaultWhereOneIsAlready_isNotWrittenOver() throws SQLException {
    Clinic clinic = Clinic.on(PostgresServer.shared(), folder);
    long before = clinic.entries();
    assertThatThrownBy(() -> Vault.create(clinic.database.location(), unlock()))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("already")
        .hasMessageContaining("make another database");
    assertThat(clinic.entries()).isEqualTo(before);
    assertThat(clinic.findings()).isEmpty();
    clinic.database.close();
  }

  @Test
  void schemaOfTheVaultsNameWithSomethingElseInIt_isLeftAlone() throws SQLException {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        Connection connection = database.connect()) {
      TestDatabase.execute(connection, "CREATE SCHEMA patientvault");
      TestDatabase.execute(connection, "CREATE VIEW patientvault.mine AS SELECT 1 AS a");
      assertThatThrownBy(() -> Vault.create(database.location(), unlock()))
          .isInstanceOf(VaultException.Refused.class);
      assertThat(tables(database)).isEqualTo(1);
    }
  }

  @Test
  void emptySchemaThatAnAdministratorMade_isTaken() throws SQLException {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
      try (Connection connection = database.connect()) {
        TestDatabase.execute(connection, "CREATE SCHEMA patientvault");
      }
      Clinic clinic = Clinic.in(database, folder);
      assertThat(clinic.findings()).isEmpty();
    }
  }

  @Test
  void newerLayout_isLeftToTheVersionThatMadeIt() throws SQLException {
    Clinic clinic = Clinic.on(PostgresServer.shared(), folder);
    change(clinic, "UPDATE vault_layout SET version = 2");
    long before = clinic.entries();
    visitors()
        .forEach(
            visitor ->
                assertThatThrownBy(() -> visitor.accept(clinic.database.location()))
                    .isInstanceOf(VaultException.UnsupportedFormat.class)
                    .hasMessageContaining("layout 2")
                    .hasMessageContaining("newer patientvault"));
    assertThat(clinic.entries()).isEqualTo(before);
    clinic.database.close();
  }

  static List<String> damages() {
    return List.of(
        "ALTER TABLE node ALTER COLUMN name TYPE text COLLATE \"POSIX\"",
        "ALTER TABLE config ALTER COLUMN kind TYPE text COLLATE \"default\"",
        "ALTER TABLE log_head ALTER COLUMN origin TYPE text COLLATE \"und-x-icu\"");
  }

  @ParameterizedTest
  @MethodSource("damages")
  void textThatIsComparedInAnotherWay_isRefused(String damage) throws SQLException {
    Clinic clinic = Clinic.on(PostgresServer.shared(), folder);
    change(clinic, damage);
    long before = clinic.entries();
    assertThatThrownBy(clinic::open)
        .isInstanceOf(VaultException.UnsupportedFormat.class)
        .hasMessageContaining("collation")
        .hasMessageContaining(damage.split(" ", -1)[2] + "." + damage.split(" ", -1)[5]);
    assertThat(clinic.entries()).isEqualTo(before);
    clinic.database.close();
  }

  @Test
  void tableThatIsGone_isSaid() throws SQLException {
    Clinic clinic = Clinic.on(PostgresServer.shared(), folder);
    change(clinic, "DROP TABLE tombstone");
    assertThatThrownBy(clinic::open)
        .isInstanceOf(VaultException.StorageFailed.class)
        .hasMessageContaining("a table of the vault is missing");
    clinic.database.close();
  }

  private static void change(Clinic clinic, String statement) throws SQLException {
    try (Connection owner = clinic.database.connect()) {
      TestDatabase.execute(owner, statement);
    }
  }
}
