package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.TestDatabase;

/** The demonstration on a server: the same steps, and everything is as it was before. */
@Tag("once")
class DemoOnPostgresTest {
  private PostgresDatabase database;

  @BeforeEach
  void emptyDatabase() {
    database = PostgresServer.shared().newDatabase();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Ran demo(String... more) {
    List<String> words = new ArrayList<>(List.of("demo", "--postgres"));
    words.addAll(List.of(more));
    return CommandLineFixture.raw("", Map.of(), words.toArray(String[]::new));
  }

  private List<String> everything() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(database.location());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT nspname::text FROM pg_namespace
                UNION ALL SELECT n.nspname || '.' || relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
                  WHERE nspname NOT IN ('pg_catalog', 'pg_toast')
                UNION ALL SELECT n.nspname || '.' || proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
                  WHERE nspname <> 'pg_catalog' ORDER BY 1\
                """)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  @Test
  void demo_showsTheMainJobFindsItsAttacksAndLeavesTheDatabaseAsItWas() throws SQLException {
    List<String> before = everything();
    Ran ran = demo(database.location());
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(ran.out())
        .contains("records of 14 patients", "0 of ", "\"resourceType\":\"AllergyIntolerance\"")
        .contains("refused: ", "VERIFIED origin=vault.", "ROW CHANGED record=")
        .containsPattern("EDITED index=\\d+ expected-leaf=");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void schemaAndFunctionsThatWereThere_stay() throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.location())) {
      TestDatabase.execute(connection, "CREATE SCHEMA patientvault");
      TestDatabase.execute(
          connection, "CREATE FUNCTION patientvault.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    }
    List<String> before = everything();
    assertThat(demo(database.location()).code()).isZero();
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void databaseWithAVault_isLeftAlone() throws Exception {
    CommandLineFixture shell =
        new CommandLineFixture(
            java.nio.file.Files.createTempDirectory("demo-test"), database.location());
    assertThat(shell.run("init").code()).isZero();
    List<String> before = everything();
    Ran ran = demo(database.location());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("there is a vault in database", "CREATE DATABASE vault_demo");
    assertThat(everything()).isEqualTo(before);
    assertThat(shell.run("status").code()).isZero();
  }

  @Test
  void withoutDatabase_saysWhatItNeedsToCopy() {
    Ran ran = demo();
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("CREATE ROLE vault_demo LOGIN", "ENCODING 'UTF8' TEMPLATE template0")
        .contains("patientvault demo --postgres jdbc:postgresql://")
        .doesNotContain("internal error");
  }

  @Test
  void databaseThatCannotBeUsed_saysWhyAndWhatItNeeds() {
    Ran nobody = demo("jdbc:postgresql://127.0.0.1:1/vault_demo");
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("nobody answers there", "CREATE DATABASE vault_demo");
    Ran file = demo("clinic.vault");
    assertThat(file.code()).isEqualTo(1);
    assertThat(file.err()).contains("CREATE DATABASE vault_demo");
    Ran secret = demo(database.location() + "?password=hunter22");
    assertThat(secret.code()).isEqualTo(1);
    assertThat(secret.err())
        .contains("must not hold a user or password")
        .doesNotContain("hunter22");
  }
}
