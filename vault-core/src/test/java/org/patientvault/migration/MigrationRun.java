package org.patientvault.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.patientvault.stores.PasswordFile;
import org.patientvault.stores.TestDatabase;

/** One process that moves a table in. */
record MigrationRun(Process process, BufferedReader said, Path errors) {
  /** {@code rate}: rows a second, 0 as fast as it can. */
  static MigrationRun start(Path folder, TestDatabase database, PlainTable table, int rate)
      throws IOException {
    Path errors = folder.resolve("migrate.err");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.add("-D" + PasswordFile.PROPERTY + "=" + PasswordFile.path());
    command.add("-Dorg.sqlite.tmpdir=" + Files.createDirectories(folder.resolve("libraries")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(
            MigratingProcess.class.getName(),
            folder.toString(),
            database.location(),
            table.url(),
            Integer.toString(rate)));
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    return new MigrationRun(
        process,
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)),
        errors);
  }

  /**
   * SIGKILL some milliseconds after it has read one of the first pages of one of its three works;
   * says whether it was moving rows.
   */
  boolean killAfter(Random random) throws Exception {
    int pages = random.nextInt(3);
    String line = next();
    // Mostly while rows are moved; now and then while they are only looked at.
    boolean atOnce = random.nextInt(8) == 0;
    while (!atOnce && !line.startsWith("MOVE") && !line.startsWith("END")) {
      line = next();
    }
    for (int i = 0; i < pages && !line.startsWith("END"); i++) {
      line = next();
    }
    process.waitFor(random.nextInt(250), TimeUnit.MILLISECONDS);
    kill();
    return line.startsWith("MOVE");
  }

  /** SIGKILL when it has moved, or found to be there, so many rows. */
  void killAtRow(int row) throws Exception {
    String line = next();
    while (!line.startsWith("MOVE") || Integer.parseInt(line.split(" ", -1)[1]) < row) {
      assertThat(line).doesNotStartWith("END");
      line = next();
    }
    kill();
  }

  private void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    assertThat(process.waitFor()).as("exit code of SIGKILL").isEqualTo(128 + 9);
  }

  private String next() throws IOException {
    String line = said.readLine();
    assertThat(line).as(errors::toString).isNotNull();
    return line;
  }

  /** What it says at the end, as {@link MigratingProcess} writes it. */
  String toTheEnd() throws Exception {
    String last = "";
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      last = line;
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    return last;
  }
}
