package org.patientvault.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.TestDatabase;

/** A server that would lose what it acknowledged is refused, wherever that was set. */
@Tag("once")
class DurabilitySettingsTest {
  @TempDir static Path folder;
  private static PostgresServer server;
  private Clinic clinic;

  @BeforeAll
  static void ownServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @BeforeEach
  void vault() {
    clinic = Clinic.on(server, folder);
  }

  @AfterEach
  void usualSettings() throws SQLException {
    set("synchronous_commit", "on");
    set("fsync", "on");
  }

  /** Comes back when it holds for new sessions. */
  private static void set(String name, String value) throws SQLException {
    server.set(name, value);
    while (!ask("SHOW " + name).equals(value)) {
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

  private void assertRefused(VaultOptions options, String setting) {
    long before = clinic.entries();
    assertThatThrownBy(() -> clinic.open(options))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining(setting)
        .hasMessageContaining("nothing was written");
    assertThat(clinic.entries()).isEqualTo(before);
  }

  private void assertNotMade(String setting) throws SQLException {
    PostgresDatabase empty = server.newDatabase();
    assertThatThrownBy(() -> Vault.create(empty.location(), clinic.unlock))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining(setting);
    try (Connection connection = empty.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT to_regnamespace('patientvault') IS NULL")) {
      row.next();
      assertThat(row.getBoolean(1)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "local", "remote_write"})
  void commitThatDoesNotWait_isRefusedForTheWholeServer(String setting) throws SQLException {
    set("synchronous_commit", setting);
    assertRefused(VaultOptions.defaults(), "synchronous_commit=" + setting);
    assertNotMade("synchronous_commit=" + setting);
  }

  @Test
  void commitThatDoesNotWait_isRefusedForADatabase() throws SQLException {
    server.execute("ALTER DATABASE " + clinic.database.name() + " SET synchronous_commit = off");
    assertRefused(VaultOptions.defaults(), "synchronous_commit=off");
  }

  @Test
  void commitThatDoesNotWait_isRefusedForAUser() throws SQLException {
    DatabaseUser.makeRoles(clinic.database);
    DatabaseUser user = DatabaseUser.as("application", clinic.database);
    server.execute("ALTER ROLE " + user.name() + " SET synchronous_commit = off");
    assertRefused(user.options(), "synchronous_commit=off");
  }

  @Test
  void commitThatWaitsForMore_isFine() throws SQLException {
    set("synchronous_commit", "remote_apply");
    try (Vault vault = clinic.open()) {
      assertThat(clinic.value(vault)).isEqualTo(Clinic.VALUE);
    }
  }

  @Test
  void serverThatDoesNotForceItsWrites_isRefused() throws SQLException {
    set("fsync", "off");
    assertRefused(VaultOptions.defaults(), "fsync=off");
    assertNotMade("fsync=off");
  }

  @Test
  void reloadUnderAnOpenVault_lowersNothing() throws SQLException {
    try (Connection owner = clinic.database.connect()) {
      try (Vault vault = clinic.open()) {
        noteTheSettingOfEveryEntry(owner);
        assertThat(clinic.value(vault)).isEqualTo(Clinic.VALUE);
        set("synchronous_commit", "off");
        assertThat(clinic.value(vault)).isEqualTo(Clinic.VALUE);
      }
      try (Statement statement = owner.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT count(*) > 2, bool_and(setting = 'on') FROM public.seen")) {
        row.next();
        assertThat(row.getBoolean(1)).isTrue();
        assertThat(row.getBoolean(2)).isTrue();
      }
    }
  }

  private static void noteTheSettingOfEveryEntry(Connection owner) throws SQLException {
    TestDatabase.execute(
        owner,
        """
        CREATE TABLE public.seen (setting text);
        CREATE FUNCTION public.look() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN INSERT INTO public.seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$;
        CREATE TRIGGER look AFTER INSERT ON log_entry FOR EACH ROW EXECUTE FUNCTION public.look()\
        """);
  }
}
