package org.patientvault.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests rely on a server that is as durable as one in use, and that ends as they tell it. */
@Tag("once")
class PostgresServerTest {
  private static PostgresServer server;

  @BeforeAll
  static void ownServer() {
    server = PostgresServer.start("max_connections=20");
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void serverThatWasKilled_hasWhatWasCommittedWhenItIsLaunchedAgain() throws SQLException {
    PostgresDatabase database = server.newDatabase();
    server.psql(database.name(), "CREATE TABLE kept (n integer); INSERT INTO kept VALUES (7);");
    server.cluster().kill();
    assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
    server.cluster().launch(List.of());
    assertThat(server.psql(database.name(), "SELECT n FROM kept")).isEqualTo("7\n");
    server.cluster().stop();
    server.cluster().launch(List.of());
    server.cluster().stopAtOnce();
    server.cluster().launch(List.of("max_connections=21"));
    assertThat(one(database, "SHOW max_connections")).isEqualTo("21");
  }

  @Test
  void usualServer_isDurableAndAsksForAPassword() throws SQLException {
    PostgresDatabase database = server.newDatabase();
    assertThat(one(database, "SHOW fsync")).isEqualTo("on");
    assertThat(one(database, "SHOW synchronous_commit")).isEqualTo("on");
    assertThat(one(database, "SHOW password_encryption")).isEqualTo("scram-sha-256");
    String url = database.location() + "?password=guessed";
    assertThatThrownBy(() -> DriverManager.getConnection(url))
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void owner_isNoSuperuser() throws SQLException {
    assertThat(one(server.newDatabase(), "SHOW is_superuser")).isEqualTo("off");
  }

  @Test
  void settingThatIsChanged_holdsForTheNextSession() throws Exception {
    PostgresDatabase database = server.newDatabase();
    server.set("lock_timeout", "1234ms");
    while (!one(database, "SHOW lock_timeout").equals("1234ms")) {
      Thread.onSpinWait();
    }
    server.set("lock_timeout", "0");
  }

  @Test
  void clusterOfAnotherEncoding_isMade() throws SQLException {
    List<String> latin = List.of("--no-locale", "-E", "LATIN1");
    try (PostgresServer other = PostgresServer.start(latin, List.of())) {
      assertThat(one(other.newDatabase(), "SHOW server_encoding")).isEqualTo("LATIN1");
    }
  }

  private static String one(PostgresDatabase database, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.location());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
