package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;

/** A plaintext table moved in at the command line, with the mapping that the page shows. */
@Tag("once")
class MigrateCommandTest {
  private static final String MAPPING =
      """
      patientvault-migration: 1
      table: results
      key: id
      patient: {issuer: "urn:example:mrn", column: mrn}
      record: {type: Observation, id: id}
      columns:
        status: {field: status, type: text}
        result: {field: valueString, type: text}
      """;

  @TempDir Path folder;
  private CommandLineFixture shell;

  @BeforeEach
  void aVaultAndATable() throws SQLException {
    shell = new CommandLineFixture(folder);
    assertThat(shell.run("init").code()).isZero();
    shell.write("map.yaml", MAPPING);
    plain("CREATE TABLE results (id INTEGER PRIMARY KEY, mrn TEXT, status TEXT, result TEXT)");
    plain(
        "INSERT INTO results VALUES (1, 'm1', 'final', 'Weidenbaum'), (2, 'm1', NULL, 'x'), (3,"
            + " 'm2', 'final', 'y')");
  }

  private void plain(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(source());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String source() {
    return "jdbc:sqlite:" + shell.path("old.db");
  }

  private Ran migrate(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "migrate";
    all[1] = "--source=" + source();
    all[2] = shell.path("map.yaml").toString();
    System.arraycopy(more, 0, all, 3, more.length);
    return shell.run(all);
  }

  @Test
  void dryRun_countsAndWritesNothing() {
    Ran ran = migrate("--dry-run");
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(ran.out())
        .contains("3 rows of 2 patients: would create 3, update 0, leave 0; 0 cannot be moved")
        .contains("column status: 1 null");
    assertThat(ran.err()).contains("nothing was written");
    assertThat(shell.run("status").out()).doesNotContain("records 3");
  }

  @Test
  void table_isMovedAndCompared_andAgainNothingIsLeftToDo() {
    Ran ran = migrate();
    assertThat(ran.code()).as(ran.all()).isZero();
    assertThat(ran.out())
        .contains("created 3, updated 0, unchanged 0, skipped 0; patients admitted 2")
        .contains("COMPARED: all 3 rows are in the vault");
    assertThat(ran.all()).doesNotContain("Weidenbaum").doesNotContain("m1");
    Ran again = migrate("--json", "--rate=1000");
    assertThat(again.code()).isZero();
    assertThat(again.out())
        .contains("\"unchanged\":3")
        .contains("\"complete\":true")
        .contains("\"same\":3")
        .contains("{\"column\":\"status\",\"rows\":1}");
    assertThat(shell.run("audit", "verify", "--records").out()).contains("RECORDS VERIFIED");
  }

  @Test
  void badRow_isNamedByItsPlace() throws SQLException {
    plain("UPDATE results SET mrn = NULL WHERE id = 2");
    Ran refused = migrate();
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("row 2: column mrn: the patient's identifier is null")
        .contains("nothing was moved");
    Ran kept = migrate("--keep-going");
    assertThat(kept.code()).isEqualTo(1);
    assertThat(kept.out()).contains("created 2").contains("NOT COMPLETE: of 3 rows, 2 are in");
  }

  @Test
  void mistakes_areSaidWithWhatToDo() {
    shell.write("map.yaml", MAPPING.replace("type: text", "type: words"));
    assertThat(migrate().err()).contains("line 7: 'words' is not one of");
    shell.write("map.yaml", MAPPING.replace("  status: {field: status, type: text}\n", ""));
    Ran forgotten = migrate();
    assertThat(forgotten.code()).isEqualTo(1);
    assertThat(forgotten.err()).contains("does not mention the column status");
    assertThat(migrate("--rate=-1").err()).contains("--rate is not negative");
    assertThat(shell.run("migrate", shell.path("map.yaml").toString()).code()).isEqualTo(1);
    Ran password =
        shell.run(
            "migrate",
            "--source=jdbc:postgresql://u:secret@localhost/x",
            shell.path("map.yaml").toString());
    assertThat(password.err()).contains("must not hold a user or password");
    assertThat(password.all()).doesNotContain("secret");
  }
}
