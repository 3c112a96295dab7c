package org.patientvault.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresServer;

/** Who does not get in is told why, in words that repeat no password, and nothing is written. */
@Tag("once")
class RefusedLoginTest {
  private static final String SECRET = "hunter22 hunter22";

  @TempDir static Path folder;
  private static PostgresServer server;
  private static Clinic clinic;

  @BeforeAll
  static void vault() {
    server = PostgresServer.start();
    clinic = Clinic.on(server, folder);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertNotOpened(
      String location, VaultOptions options) {
    long before = clinic.entries();
    var thrown =
        assertThatThrownBy(() -> Vault.open(location, List.of(clinic.unlock), options))
            .isInstanceOf(VaultException.StorageFailed.class)
            .hasMessageNotContaining("hunter22");
    assertThat(clinic.entries()).isEqualTo(before);
    return thrown;
  }

  private static VaultOptions login(String user, String password) {
    return VaultOptions.defaults().withDatabaseLogin(user, password::toCharArray);
  }

  @Test
  void wrongPassword_isSaid() throws SQLException {
    String user = DatabaseUser.on(server).name();
    assertNotOpened(clinic.database.location(), login(user, SECRET))
        .hasMessageContaining("did not accept the user or its password")
        .hasMessageContaining("28P01");
  }

  @Test
  void unknownUser_looksAsAWrongPasswordDoes() {
    assertNotOpened(clinic.database.location(), login("nobody", SECRET))
        .hasMessageContaining("did not accept the user or its password");
  }

  @Test
  void noPassword_isSaid() throws SQLException {
    String user = DatabaseUser.on(server).name();
    assertNotOpened(
            clinic.database.location(), VaultOptions.defaults().withDatabaseLogin(user, null))
        .hasMessageContaining("password");
  }

  @Test
  void unknownDatabase_isSaidWithWhatMakesIt() {
    assertNotOpened(server.url("nowhere"), VaultOptions.defaults())
        .hasMessageContaining("no such database")
        .hasMessageContaining("CREATE DATABASE");
  }

  @Test
  void noServer_isSaid() {
    assertNotOpened("jdbc:postgresql://127.0.0.1:1/clinic", VaultOptions.defaults())
        .hasMessageContaining("is the server running and reachable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"md5", "password", "trust"})
  void passwordOnTheWireOrAskedForByMd5_isNotGiven(String method) throws Exception {
    DatabaseUser user = DatabaseUser.on(server);
    if (method.equals("md5")) {
      // A SCRAM secret makes the server ask for SCRAM, whatever its rule says.
      server.execute(
          "SET password_encryption = md5; ALTER ROLE %s PASSWORD 'pass word '' 42'"
              .formatted(user.name()));
    }
    rule("host all " + user.name() + " 127.0.0.1/32 " + method);
    if (method.equals("trust")) {
      // Nothing was asked for; what may not be done is another question.
      assertThatThrownBy(() -> clinic.openAs(user)).isInstanceOf(VaultException.Refused.class);
    } else {
      assertNotOpened(clinic.database.location(), user.options()).hasMessageContaining("SCRAM");
    }
  }

  @Test
  void hostThatTheServerTakesNobodyFrom_isSaid() throws Exception {
    DatabaseUser user = DatabaseUser.on(server);
    rule("host all " + user.name() + " 127.0.0.1/32 reject");
    assertNotOpened(clinic.database.location(), user.options()).hasMessageContaining("pg_hba.conf");
  }

  /** Puts a rule before all others, and comes back when the server has read it. */
  private static void rule(String rule) throws IOException, SQLException {
    Path rules = server.cluster().dataFolder().resolve("pg_hba.conf");
    String before = Files.readString(rules, StandardCharsets.UTF_8);
    Files.writeString(rules, rule + "\n" + before, StandardCharsets.UTF_8);
    String now = ask("SELECT clock_timestamp()");
    server.execute("SELECT pg_reload_conf()");
    while (!ask("SELECT pg_conf_load_time() > '" + now + "'").equals("t")) {
      Thread.onSpinWait();
    }
  }

  private static String ask(String question) throws SQLException {
    try (Connection connection = server.connectAsSuperuser("postgres");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }
}
