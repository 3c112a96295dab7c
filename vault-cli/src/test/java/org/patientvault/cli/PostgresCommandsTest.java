package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.cli.CommandLineFixture.Ran;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.TestDatabase;

/** Commands on a vault on PostgreSQL: who logs in, what doctor and status say, and the backup. */
@Tag("once")
class PostgresCommandsTest {
  private static final String USER = "clinic_owner";
  private static final String PASSWORD = "hunter22 hunter22";

  @TempDir Path folder;
  private PostgresServer server;
  private PostgresDatabase database;
  private CommandLineFixture shell;

  @BeforeEach
  void vaultOfAUserWithAPassword() throws SQLException {
    server = PostgresServer.shared();
    database = server.newDatabase();
    server.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
    server.execute("ALTER DATABASE " + database.name() + " OWNER TO " + USER);
    shell = new CommandLineFixture(folder, database.location());
    shell.write("db-pw", PASSWORD + "\nand not this\n");
    String store = "keystore:" + shell.path("kek.p12") + "?alias=kek";
    assertThat(run("init", "--protector=" + store)).returns(0, Ran::code);
  }

  @AfterEach
  void close() throws SQLException {
    // At once: the role can go only after what it owns.
    server.execute("DROP DATABASE " + database.name() + " WITH (FORCE)");
    server.execute("DROP ROLE " + USER);
  }

  private Ran run(String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.add("--database-user=" + USER);
    words.add("--database-password-file=" + shell.path("db-pw"));
    return shell.run(words.toArray(String[]::new));
  }

  private Ran run(Map<String, String> environment, String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.add("--vault=" + database.location());
    words.add("--passphrase-file=" + shell.path("pw"));
    return CommandLineFixture.raw("", environment, words.toArray(String[]::new));
  }

  @Test
  void user_standsInAnOptionOrInTheEnvironment() {
    String password = "--database-password-file=" + shell.path("db-pw");
    assertThat(run(Map.of("PATIENTVAULT_DATABASE_USER", USER), "status", password))
        .returns(0, Ran::code);
    // The option is heard first.
    assertThat(run(Map.of("PATIENTVAULT_DATABASE_USER", "nobody"), "status", password))
        .returns(2, Ran::code);
    assertThat(
            run(
                Map.of("PATIENTVAULT_DATABASE_USER", "nobody"),
                "status",
                password,
                "--database-user=" + USER))
        .returns(0, Ran::code);
    assertThat(run(Map.of(), "status", password, "--database-user=")).returns(1, Ran::code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "protector list",
        "audit log",
        "audit keys",
        "audit verify --records",
        "audit export --unopened new",
        "audit export other",
        "doctor",
        "patient list --role=physician --purpose=TREAT"
      })
  void everyCommand_logsInAsTheUserThatWasNamed(String command) {
    assertThat(run(words(command))).as(command).returns(0, Ran::code);
    shell.write("db-pw", "guessed 4242\n");
    Ran refused = run(words(command));
    assertThat(refused).as(command).returns(2, Ran::code);
    assertThat(refused.all())
        .contains("did not accept the user or its password")
        .doesNotContain("hunter22")
        .doesNotContain("4242");
  }

  /** Files that a command makes go into the folder of the test. */
  private String[] words(String command) {
    return command
        .replace(" new", " " + shell.path("new"))
        .replace(" other", " " + shell.path("other"))
        .split(" ", -1);
  }

  @Test
  void passwordFileThatIsMissingOrEmpty_isRefusedAsTheCallersMistake() {
    for (String name : List.of("none", "empty")) {
      shell.write("empty", "\n");
      Ran ran =
          shell.run(
              "status", "--database-user=" + USER, "--database-password-file=" + shell.path(name));
      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err()).contains("database password");
    }
  }

  @Test
  void doctor_saysWhatWouldBeLostWithTheServer() {
    Ran ran = run("doctor");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .containsPattern("ok +server +PostgreSQL 1\\d")
        .containsPattern("ok +connection +in plain, within this machine")
        .containsPattern("ok +durability +fsync=on, synchronous_commit=on")
        .containsPattern("ok +standbys +none: what came after the last backup is lost")
        .containsPattern("ok +database +\\d+ MiB")
        .contains("only one secret opens the vault", "signing", "nodes")
        .doesNotContain("permissions");
    assertThat(run("doctor", "--json").out()).contains("\"about\":\"standbys\"");
  }

  @Test
  void doctorWithoutServer_saysThatAlone() {
    Ran ran =
        CommandLineFixture.raw(
            "", Map.of(), "doctor", "--vault=jdbc:postgresql://127.0.0.1:1/clinic");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out())
        .containsPattern("problem +server +nobody answers there")
        .doesNotContain("signing")
        .doesNotContain("patientvault doctor");
  }

  @Test
  void doctorWithoutVault_saysHowToMakeOne() throws SQLException {
    try (PostgresDatabase empty = server.newDatabase()) {
      Ran ran = CommandLineFixture.raw("", Map.of(), "doctor", "--vault=" + empty.location());
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.out()).contains("no vault in database", "patientvault init makes one");
    }
  }

  @Test
  void nodes_areListedDeadOrAlive() throws SQLException {
    try (Connection owner = server.connectAsSuperuser(database.name())) {
      TestDatabase.execute(
          owner,
          """
          INSERT INTO patientvault.node
          SELECT name, 7, 1, now_ms - 60000, now_ms - age, 0, 0 FROM (VALUES ('ward-a', 0), ('ward-b', 50000)) AS n (name, age),
            (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms) AS clock\
          """);
    }
    assertThat(run("status").out())
        .containsPattern("node +ward-a lives, since 2.*Z, seen 2")
        .containsPattern("node +ward-b ended without a word, since 2");
    assertThat(run("status", "--json").out())
        .containsPattern("\"boot\":7,\"lastSeen\":\"[^\"]+\",\"live\":true,\"name\":\"ward-a\"")
        .containsPattern("\"live\":false,\"name\":\"ward-b\"");
    assertThat(run("doctor").out())
        .containsPattern("ok +nodes +1 that wrote into the log are open and live")
        .containsPattern("warning +node +ward-b ended without a word");
  }

  @Test
  void nameOfANode_cannotWriteToTheTerminal() throws SQLException {
    try (Connection owner = server.connectAsSuperuser(database.name())) {
      TestDatabase.execute(
          owner, "INSERT INTO patientvault.node VALUES (E'a\\u001b[2J\\nb', 7, 1, 0, 0, 0, 0)");
    }
    assertThat(run("status").out()).contains("a??2??b ended").doesNotContain("\u001b");
    assertThat(run("status", "--json").out()).doesNotContain("\u001b");
  }

  @Test
  void backup_isAFileThatOpensAndVerifiesAsAVault() {
    String input =
        shell
            .write(
                "in.ndjson",
                "{\"resourceType\":\"Condition\",\"id\":\"c1\",\"subject\":{\"reference\":\"Patient/p1\"}}\n")
            .toString();
    assertThat(run("import", "fhir", input)).returns(0, Ran::code);
    String copy = shell.path("copy.vault").toString();
    assertThat(run("backup", copy)).returns(0, Ran::code);
    CommandLineFixture restored = new CommandLineFixture(folder, copy);
    assertThat(restored.run("audit", "verify", "--records").out()).startsWith("RECORDS VERIFIED");
    assertThat(restored.run("status", "--json").out()).contains("\"records\":1");
    Path policy = shell.write("policy", run("audit", "keys").out());
    String bundle = shell.path("bundle").toString();
    assertThat(restored.run("audit", "export", bundle)).returns(0, Ran::code);
    assertThat(
            CommandLineFixture.raw("", Map.of(), "audit", "verify", bundle, "--policy=" + policy))
        .returns(0, Ran::code);
    assertThat(run("backup", copy)).returns(1, Ran::code);
  }

  @Test
  void passwordInTheLocation_isRefusedAndNotRepeated() {
    Ran ran =
        CommandLineFixture.raw(
            "", Map.of(), "status", "--vault=" + database.location() + "?password=hunter22");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("must not hold a user or password").doesNotContain("hunter22");
  }

  @Test
  void settingsThatLoseData_areRefusedWithWhatToDo() throws SQLException {
    server.execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = off");
    Ran ran = run("status");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .contains("synchronous_commit=off", "set it to on", "hint: docs/postgresql.md says");
    Ran doctor = run("doctor");
    assertThat(doctor.code()).isEqualTo(1);
    assertThat(doctor.out()).containsPattern("problem +server +.*synchronous_commit=off");
  }

  @Test
  void vaultWhereOneIs_isNotWrittenOver() {
    Ran ran = run("init");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("there is a vault in database").doesNotContain("hunter22");
  }
}
