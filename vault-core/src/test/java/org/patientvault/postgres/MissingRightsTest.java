package org.patientvault.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.patientvault.Vault;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresServer;

/**
 * A right that a session would miss in the middle of a batch is missed at opening, by its name: no
 * batch fails for want of it.
 */
@Tag("once")
class MissingRightsTest {
  private static final String TABLES =
      "vault_layout vault_meta vault_state slot keyset config request patient_key tombstone hold"
          + " erasure"
          + " patient_index record_index record_revision log_head log_entry log_detail log_subject"
          + " log_checkpoint log_cosignature log_anchor log_payload node job";

  @TempDir static Path folder;
  private static Clinic clinic;
  private static DatabaseUser application;

  @BeforeAll
  static void vaultWithRoles() throws SQLException {
    clinic = Clinic.on(PostgresServer.shared(), folder);
    DatabaseUser.makeRoles(clinic.database);
    application = DatabaseUser.as("application", clinic.database);
  }

  @AfterAll
  static void close() {
    clinic.database.close();
  }

  static Stream<String> rights() {
    return Stream.of(
            Stream.of(TABLES.split(" ")).map(table -> "SELECT " + table),
            Stream.of("SELECT lease"),
            Stream.of(
                    "patient_key patient_index record_index record_revision log_entry log_detail log_subject log_checkpoint log_cosignature lease node"
                        .split(" "))
                .map(table -> "INSERT " + table),
            Stream.of("size", "root", "frontier", "mac")
                .map(each -> "UPDATE (" + each + ") log_head"),
            Stream.of("holder", "expires_ms").map(each -> "UPDATE (" + each + ") lease"),
            Stream.of("generation", "seen_ms", "key_out_ms", "key_until_ms")
                .map(each -> "UPDATE (" + each + ") node"),
            Stream.of("log_checkpoint", "lease", "node").map(table -> "DELETE " + table))
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("rights")
  void rightThatIsMissing_isNamedAtOpening(String right) {
    int table = right.lastIndexOf(' ');
    String named = right.replaceAll(" \\(.*\\)", "");
    long before = clinic.entries();
    change("REVOKE", right.substring(0, table), right.substring(table + 1), "FROM");
    try {
      assertThatThrownBy(() -> clinic.openAs(application))
          .isInstanceOf(VaultException.Refused.class)
          .hasMessageContaining(right.endsWith("vault_layout") ? "may not" : "may not " + named)
          .hasMessageContaining("docs/postgresql.md");
      assertThat(clinic.entries()).isEqualTo(before);
    } finally {
      change("GRANT", right.substring(0, table), right.substring(table + 1), "TO");
    }
  }

  private static void change(String verb, String privilege, String table, String word) {
    String statement =
        "%s %s ON patientvault.%s %s %s_application"
            .formatted(verb, privilege, table, word, clinic.database.name());
    clinic.database.server().psql(clinic.database.name(), statement);
  }

  @Test
  void userOfNoRole_isRefusedBeforeAnythingIsRead() throws SQLException {
    DatabaseUser stranger = DatabaseUser.on(clinic.database.server());
    assertRefused(stranger);
    clinic
        .database
        .server()
        .execute("GRANT CONNECT ON DATABASE " + clinic.database.name() + " TO " + stranger.name());
    assertRefused(stranger);
  }

  private static void assertRefused(DatabaseUser stranger) {
    assertThatThrownBy(() -> clinic.openAs(stranger)).isInstanceOf(VaultException.Refused.class);
    assertThatThrownBy(() -> Vault.label(clinic.database.location(), stranger.options()))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("docs/postgresql.md");
  }

  @Test
  void rightsOfTheScript_areEnough() {
    try (Vault vault = clinic.openAs(application)) {
      assertThat(clinic.value(vault)).isEqualTo(Clinic.VALUE);
    }
  }
}
