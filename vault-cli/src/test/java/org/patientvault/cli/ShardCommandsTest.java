package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.cli.CommandLineFixture.Ran;

/** One log is closed and the next begun; each is read, exported and held against the other. */
@Tag("once")
class ShardCommandsTest {
  private final String year = Year.now(ZoneOffset.UTC).toString();

  @TempDir Path folder;
  private CommandLineFixture shell;

  @BeforeEach
  void aVaultWithAClosedLog() {
    shell = new CommandLineFixture(folder);
    shell.run("init");
    shell.write("1.policy", shell.run("audit", "keys").out());
    Ran closed = shell.run("audit", "close-shard");
    assertThat(closed.code()).as(closed.all()).isZero();
    assertThat(closed.out()).endsWith("/" + year + "-2\n");
    shell.write("2.policy", shell.run("audit", "keys").out());
    export("closed", "--shard=" + year);
    export("next", "--shard=" + year + "-2");
  }

  private void export(String name, String... more) {
    String[] all = new String[3 + more.length];
    System.arraycopy(new String[] {"audit", "export", path(name)}, 0, all, 0, 3);
    System.arraycopy(more, 0, all, 3, more.length);
    Ran ran = shell.run(all);
    assertThat(ran.code()).as(ran.all()).isZero();
  }

  private String path(String name) {
    return shell.path(name).toString();
  }

  private Ran verify(String bundle, String policy, String... more) {
    String[] all = new String[4 + more.length];
    System.arraycopy(
        new String[] {"audit", "verify", path(bundle), "--policy=" + path(policy)}, 0, all, 0, 4);
    System.arraycopy(more, 0, all, 4, more.length);
    return CommandLineFixture.raw("", Map.of(), all);
  }

  @Test
  void nextLog_isProvenByBundleNoteAndState() {
    Ran closed = verify("closed", "1.policy", "--state=" + path("1.state"));
    assertThat(closed.code()).as(closed.all()).isZero();
    for (String kept : new String[] {"closed", "closed/checkpoint", "1.state"}) {
      Ran ran = verify("next", "2.policy", "--previous=" + path(kept));
      assertThat(ran.code()).as(ran.all()).isZero();
      assertThat(ran.out()).contains("FOLLOWS origin=").contains("as what you kept of it says");
    }
    assertThat(verify("next", "2.policy").out()).contains(", as GENESIS says");
  }

  @Test
  void logOfAnotherVault_provesNothing(@TempDir Path other) {
    CommandLineFixture stranger = new CommandLineFixture(other);
    stranger.run("init");
    stranger.run("audit", "export", stranger.path("b").toString());
    Ran ran = verify("next", "2.policy", "--previous=" + stranger.path("b"));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).contains("CANNOT TELL previous ");
  }

  @Test
  void closedLog_isReadAndReportedAndProven() throws IOException {
    Ran log = shell.run("audit", "log", "--shard=" + year, "--from=0");
    assertThat(log.out()).contains("GENESIS").contains("CLOSE");
    assertThat(shell.run("audit", "log", "--from=0").out()).contains("LOG_READ");
    Ran report = shell.run("audit", "report", "admin", "--shard=" + year);
    assertThat(report.code()).as(report.all()).isZero();
    assertThat(report.out()).contains("log closed");
    Path proof = shell.path("0.tlog-proof");
    Ran proven = shell.run("audit", "proof", "0", "--shard=" + year, "--out=" + proof);
    assertThat(proven.code()).as(proven.all()).isZero();
    Ran checked =
        CommandLineFixture.raw(
            "", Map.of(), "audit", "check-proof", proof.toString(), "--policy=" + path("1.policy"));
    assertThat(checked.code()).as(checked.all()).isZero();
    assertThat(shell.run("audit", "keys", "--shard=" + year).out())
        .isEqualTo(Files.readString(shell.path("1.policy")));
  }

  @Test
  void logThatIsNotThere_isRefusedWithTheNamesOfTheOthers() {
    Ran ran = shell.run("audit", "log", "--shard=1999");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains(year + ", " + year + "-2");
  }

  @Test
  void unopened_exportsAClosedLogToo() {
    export("aside", "--unopened", "--shard=" + year);
    assertThat(verify("aside", "1.policy").code()).isZero();
  }

  @Test
  void logKeysRenewed_areAnnouncedInTheClosedLog() {
    Ran asked = shell.run("key", "rotate", "log");
    assertThat(asked.code()).isEqualTo(1);
    Ran rotated = shell.run("key", "rotate", "log", "--yes");
    assertThat(rotated.code()).as(rotated.all()).isZero();
    assertThat(rotated.out()).contains(" active: ");
    shell.write("3.policy", shell.run("audit", "keys").out());
    export("third", "--shard=" + year + "-3");
    export("second", "--shard=" + year + "-2");
    assertThat(verify("third", "3.policy").code()).isZero();
    Ran second = verify("second", "2.policy");
    assertThat(second.code()).as(second.all()).isZero();
    assertThat(second.out().lines().filter(line -> line.startsWith("NEXT KEY "))).hasSize(2);
    second
        .out()
        .lines()
        .filter(line -> line.startsWith("NEXT KEY "))
        .map(line -> line.split(" ", -1)[2])
        .forEach(vkey -> assertThat(shell.path("3.policy")).content().contains(vkey));
    assertThat(shell.run("key", "rotate", "log", "--stage").err()).contains("renewed at once");
  }

  @Test
  void rowsOfAllLogs_verify() {
    Ran ran = shell.run("audit", "verify", "--records");
    assertThat(ran.code()).as(ran.all()).isZero();
  }
}
