package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.cli.CommandLineFixture.Ran;

/** Commands on a vault in a file of SQLite: its disk, its lock, and what is no such file. */
class SqliteFileTest {
  @TempDir Path folder;
  private CommandLineFixture shell;

  @BeforeEach
  void init() {
    shell = new CommandLineFixture(folder);
    String store = "keystore:" + shell.path("kek.p12") + "?alias=kek";
    assertThat(shell.run("init", "--protector=" + store).code()).isZero();
  }

  @Test
  void doctor_looksAtTheLockAndDoesNotSendToItself() throws Exception {
    assertThat(shell.run("doctor").out()).containsPattern("ok +lock +nobody holds it");
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + shell.path("clinic.vault"));
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      Ran ran = shell.run("doctor");
      assertThat(ran.code()).isNotZero();
      assertThat(ran.out()).containsPattern("problem +lock +another process holds it");
      assertThat(ran.out()).doesNotContain("patientvault doctor");
      statement.execute("ROLLBACK");
    }
  }

  @Test
  void doctor_looksAtTheDisk() {
    assertThat(shell.run("doctor", "--json").out()).contains("\"about\":\"disk\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "protector list", "audit verify --records", "doctor"})
  void foreignFile_cannotBeOpened(String command) {
    shell.write("clinic.vault", "Dear patient, this is a letter and no vault.\n".repeat(50));
    assertThat(shell.run(command.split(" "))).as(command).returns(2, Ran::code);
  }

  @Test
  void truncatedVault_cannotBeOpened() throws Exception {
    byte[] whole = Files.readAllBytes(shell.path("clinic.vault"));
    Files.write(shell.path("clinic.vault"), Arrays.copyOf(whole, whole.length / 2));
    assertThat(shell.run("status")).returns(2, Ran::code);
  }
}
