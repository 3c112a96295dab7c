package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.cli.CommandLineFixture.Ran;

/**
 * A split that is killed, or cannot finish: never a slot whose shares are not all on the disk. On
 * SQLite, whose lock holds it where it is to be killed.
 */
@Tag("once")
class CutSplitTest {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

  @TempDir Path folder;
  private CommandLineFixture shell;

  @BeforeEach
  void init() {
    shell = new CommandLineFixture(folder);
    assertThat(
            shell
                .run("init", "--protector=keystore:" + shell.path("kek.p12") + "?alias=kek")
                .code())
        .isZero();
  }

  private List<Path> files(String ending) throws IOException {
    Path shares = shell.path("shares");
    if (!Files.isDirectory(shares)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(shares)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private boolean hasSlot() {
    return shell.run("protector", "list", "--json").out().contains("recovery:");
  }

  private Ran rehearse() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("recovery", "open", "--shares"));
    files(".txt").forEach(file -> arguments.add(file.toString()));
    arguments.add("--rehearse");
    return shell.run(arguments.toArray(String[]::new));
  }

  private Process start() throws IOException {
    return CommandProcess.ofClasses(folder)
        .start(
            "",
            "",
            "recovery",
            "split",
            "--of=5",
            "--needed=3",
            "--out=shares",
            "--vault=clinic.vault",
            "--passphrase-file=pw");
  }

  private void killAt(Process process, int files) throws Exception {
    long start = System.nanoTime();
    while (files("").size() < files && process.isAlive()) {
      assertThat(System.nanoTime() - start).isLessThan(PATIENCE_NANOS);
      Thread.onSpinWait();
    }
    process.destroyForcibly().waitFor();
  }

  @Test
  void killedBetweenFilesAndSlot_leavesSharesThatOpenNothing_andIsDoneAgain() throws Exception {
    try (Connection other = lock();
        Statement statement = other.createStatement()) {
      Process process = start();
      killAt(process, 10);
      statement.execute("ROLLBACK");
    }
    assertThat(hasSlot()).isFalse();
    assertThat(files(".txt")).hasSize(5);
    Ran checked = shell.run("recovery", "check", files(".txt").get(0).toString());
    assertThat(checked.code()).isZero();
    assertThat(checked.out()).contains("the vault has no slot for it");
    Ran opened = rehearse();
    assertThat(opened.code()).isEqualTo(2);
    assertThat(opened.err()).contains("no slot of this vault fits");
    Ran again =
        shell.run("recovery", "split", "-n", "5", "-k", "3", "--out=" + shell.path("again"));
    assertThat(again.code()).isZero();
  }

  /** Killed while it writes: before the slot or after it, never a slot with fewer shares. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void killedAnywhere_leavesNoSlotWithoutItsShares(int written) throws Exception {
    killAt(start(), written);
    if (hasSlot()) {
      assertThat(files(".txt")).hasSize(5);
      assertThat(rehearse().code()).isZero();
    }
    assertThat(shell.run("audit", "verify", "--records").code()).isZero();
  }

  @Test
  void slotThatCannotBeAdded_takesItsFilesAlong() throws Exception {
    try (Connection other = lock();
        Statement statement = other.createStatement()) {
      Ran ran =
          shell.run("recovery", "split", "-n", "5", "-k", "3", "--out=" + shell.path("shares"));
      statement.execute("ROLLBACK");
      assertThat(ran.code()).isEqualTo(1);
    }
    assertThat(files("")).isEmpty();
    assertThat(hasSlot()).isFalse();
  }

  private Connection lock() throws Exception {
    Connection other = DriverManager.getConnection("jdbc:sqlite:" + shell.path("clinic.vault"));
    try (Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
    }
    return other;
  }
}
