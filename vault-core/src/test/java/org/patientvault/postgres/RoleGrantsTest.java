package org.patientvault.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.TestDatabase;

/** The roles of docs/postgresql/roles.sql may do what this table says, and nothing else. */
@Tag("once")
class RoleGrantsTest {
  private static final String JOB =
      "UPDATE(changed_ms,done_rows,failed_rows,phase,position,rate,state,total_rows)";
  private static final String HEAD = "UPDATE(frontier,mac,root,size)";
  private static final String STATE =
      "UPDATE(generation,log_idx,log_shard,mac,policy_version,schema_version,shard)";

  /** Table; then what application, administrator and auditor may do with it. */
  private static final List<List<String>> EXPECTED =
      List.of(
          same("vault_layout", "SELECT"),
          same("vault_meta", "SELECT"),
          row("vault_state", "SELECT", "INSERT SELECT " + STATE, "SELECT"),
          row("slot", "SELECT", "DELETE INSERT SELECT", "SELECT"),
          row("keyset", "SELECT", "DELETE INSERT SELECT", "SELECT"),
          row("config", "SELECT", "INSERT SELECT", "SELECT"),
          row("request", "SELECT", "DELETE INSERT SELECT", "SELECT"),
          row(
              "patient_key",
              "INSERT SELECT",
              "DELETE INSERT SELECT UPDATE(state,wrapped)",
              "SELECT"),
          row("tombstone", "SELECT", "INSERT SELECT", "SELECT"),
          row("hold", "SELECT", "DELETE INSERT SELECT", "SELECT"),
          row("erasure", "SELECT", "DELETE INSERT SELECT", "SELECT"),
          row(
              "patient_index",
              "INSERT SELECT",
              "DELETE INSERT SELECT UPDATE(prf,sealed,tag)",
              "SELECT"),
          row(
              "record_index",
              "INSERT SELECT",
              "DELETE INSERT SELECT UPDATE(prf,sealed,tag)",
              "SELECT"),
          row(
              "record_revision",
              "INSERT SELECT",
              "DELETE INSERT SELECT UPDATE(body,key_version,seal_idx,seal_shard)",
              "SELECT"),
          work("log_head", "SELECT " + HEAD),
          work("log_entry", "INSERT SELECT"),
          row("log_detail", "INSERT SELECT", "DELETE INSERT SELECT", "SELECT"),
          row("log_subject", "INSERT SELECT", "DELETE INSERT SELECT UPDATE(sealed)", "SELECT"),
          work("log_checkpoint", "DELETE INSERT SELECT"),
          work("log_cosignature", "INSERT SELECT"),
          row("log_anchor", "SELECT", "DELETE INSERT SELECT", "SELECT"),
          work("log_payload", "INSERT SELECT"),
          row(
              "lease",
              "DELETE INSERT SELECT UPDATE(expires_ms,holder)",
              "DELETE INSERT SELECT UPDATE(expires_ms,holder)",
              ""),
          work("node", "DELETE INSERT SELECT UPDATE(generation,key_out_ms,key_until_ms,seen_ms)"),
          row("job", "SELECT", "INSERT SELECT " + JOB, "SELECT"));

  @TempDir static Path folder;
  private static PostgresDatabase database;

  private static List<String> row(String table, String application, String admin, String auditor) {
    return List.of(table, application, admin, auditor);
  }

  private static List<String> work(String table, String rights) {
    return row(table, rights, rights, "SELECT");
  }

  private static List<String> same(String table, String rights) {
    return row(table, rights, rights, rights);
  }

  @BeforeAll
  static void vaultWithRoles() {
    database = PostgresServer.shared().newDatabase();
    Clinic.in(database, folder);
    DatabaseUser.makeRoles(database);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void grants_areExactlyThoseOfTheTable() throws SQLException {
    List<List<String>> found = new ArrayList<>();
    for (String table : tables()) {
      found.add(
          List.of(
              table,
              rights(table, "application"),
              rights(table, "administrator"),
              rights(table, "auditor")));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(EXPECTED);
  }

  @Test
  void everybodyElse_mayNothingAtAll() throws SQLException {
    String name = database.name();
    assertThat(
            list(
                "SELECT has_database_privilege('public', '" + name + "', 'CONNECT, TEMP, CREATE')"))
        .containsExactly("f");
    assertThat(list("SELECT has_schema_privilege('public', 'patientvault', 'USAGE, CREATE')"))
        .containsExactly("f");
    assertThat(list("SELECT has_schema_privilege('public', 'public', 'USAGE, CREATE')"))
        .containsExactly("f");
    for (String table : tables()) {
      assertThat(rights(table, "public")).as(table).isEmpty();
    }
    for (String role : List.of("application", "administrator", "auditor")) {
      String of = name + "_" + role;
      assertThat(
              list("SELECT has_database_privilege('" + of + "', '" + name + "', 'CREATE, TEMP')"))
          .containsExactly("f");
      assertThat(list("SELECT has_schema_privilege('" + of + "', 'patientvault', 'CREATE')"))
          .containsExactly("f");
    }
  }

  @Test
  void script_runAgain_changesNothingAndTakesBackWhatWasGrantedBeside() throws SQLException {
    Map<String, String> before = everything();
    database
        .server()
        .psql(
            database.name(),
            "GRANT UPDATE, DELETE ON patientvault.log_entry TO %1$s_application, public; GRANT UPDATE (leaf) ON patientvault.log_entry TO %1$s_auditor;"
                .formatted(database.name()));
    assertThat(everything()).isNotEqualTo(before);
    DatabaseUser.makeRoles(database);
    assertThat(everything()).isEqualTo(before);
  }

  private Map<String, String> everything() throws SQLException {
    Map<String, String> all = new TreeMap<>();
    for (String table : tables()) {
      for (String role : List.of("application", "administrator", "auditor", "public")) {
        all.put(table + " " + role, rights(table, role));
      }
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          UPDATE log_entry SET leaf = leaf
          DELETE FROM log_entry
          TRUNCATE log_entry
          DROP TRIGGER log_entry_is_never_changed ON log_entry
          ALTER TABLE log_entry DISABLE TRIGGER ALL
          DROP TABLE log_entry
          UPDATE log_head SET origin = origin
          DELETE FROM log_head
          UPDATE record_revision SET log_idx = log_idx
          UPDATE tombstone SET number = number
          DELETE FROM tombstone
          UPDATE erasure SET due_ms = 0
          UPDATE patient_key SET commitment = commitment
          UPDATE log_payload SET body = body
          UPDATE log_detail SET salt = salt
          UPDATE log_checkpoint SET note = note
          UPDATE vault_meta SET value = value
          UPDATE vault_layout SET version = 0
          CREATE TABLE patientvault.mine (a int)
          CREATE TABLE public.mine (a int)
          CREATE TEMP TABLE mine (a int)
          SET session_replication_role = replica
          """)
  void whatNoRoleMay_isRefusedByTheServer(String statement) throws SQLException {
    for (String role : List.of("application", "administrator", "auditor")) {
      try (Connection connection = DatabaseUser.as(role, database).connect(database)) {
        assertThatThrownBy(() -> TestDatabase.execute(connection, statement))
            .as(role)
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UPDATE log_entry SET leaf = leaf",
    "DELETE FROM log_entry",
    "TRUNCATE log_entry",
    "TRUNCATE log_entry CASCADE"
  })
  void changingTheLog_isRefusedEvenToItsOwner(String statement) throws SQLException {
    try (Connection owner = database.connect()) {
      assertThatThrownBy(() -> TestDatabase.execute(owner, statement))
          .hasMessageContaining("log entries are never changed or deleted");
    }
    try (Connection superuser = database.server().connectAsSuperuser(database.name())) {
      TestDatabase.execute(superuser, "SET search_path = patientvault");
      assertThatThrownBy(() -> TestDatabase.execute(superuser, statement))
          .hasMessageContaining("log entries are never changed or deleted");
    }
  }

  private static List<String> tables() throws SQLException {
    return list(
        "SELECT relname FROM pg_class WHERE relnamespace = 'patientvault'::regnamespace AND relkind"
            + " = 'r'");
  }

  /** Whole rights in alphabetical order, then those on columns; grant options would show as *. */
  private static String rights(String table, String role) throws SQLException {
    String grantee =
        role.equals("public") ? "0" : "'%s_%s'::regrole::oid".formatted(database.name(), role);
    List<String> rights =
        list(
            """
            SELECT a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END
            FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = 'patientvault.%1$s'::regclass AND a.grantee = %2$s
            UNION SELECT a.privilege_type || '(' || string_agg(n.attname, ',' ORDER BY n.attname) || ')'
            FROM pg_attribute n, aclexplode(n.attacl) a WHERE n.attrelid = 'patientvault.%1$s'::regclass AND a.grantee = %2$s
            GROUP BY a.privilege_type ORDER BY 1\
            """
                .formatted(table, grantee));
    return String.join(" ", rights);
  }

  private static List<String> list(String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = database.server().connectAsSuperuser(database.name());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
