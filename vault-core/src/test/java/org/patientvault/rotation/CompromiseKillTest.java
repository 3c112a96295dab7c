package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Administration;
import org.patientvault.AuditLine;
import org.patientvault.AuditTrail;
import org.patientvault.CompromiseReport;
import org.patientvault.JobOptions;
import org.patientvault.JobStatus;
import org.patientvault.Vault;
import org.patientvault.audit.EventCode;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.Purpose;
import org.patientvault.stores.PasswordFile;
import org.patientvault.stores.SqliteDatabase;

/**
 * P5 and P8: who sees to a compromised slot is killed at random moments: the vault opens, asking
 * again goes on, each level is renewed once, and the report is the one that the first attempt
 * began.
 */
@Tag("once")
class CompromiseKillTest {
  private static final long SEED = Long.getLong("compromise.seed", 2026);

  /** So many pages are renewed in one, about; and so long takes what is between two of them. */
  private static final int PAGES = 10;

  private static final int MILLIS = 120;

  /** Kills until one compromise is through, at most: it goes on with each, and so ends. */
  private static final int MOST_OF_ONE = 3;

  @TempDir Path folder;
  private SqliteDatabase database;
  private Clinic clinic;
  private Random random;
  private List<String> before = List.of();
  private int inTheMiddle;

  @Test
  void killedFiveTimes_isFinishedByAskingAgain() throws Exception {
    killed(5);
  }

  @Test
  @Tag("soak")
  void killedFiftyTimes_isFinishedByAskingAgain() throws Exception {
    killed(50);
  }

  private void killed(int kills) throws Exception {
    random = new Random(SEED);
    try (SqliteDatabase fresh = new SqliteDatabase();
        Clinic made = Clinic.with(5, fresh, folder)) {
      database = fresh;
      clinic = made;
      before = clinic.values(clinic.vault);
      // Nobody else has it open: a renewal waits for every node until it has the new key.
      clinic.close();
      int compromises = 0;
      for (int left = kills; left > 0; compromises++) {
        left -= one(compromises, Math.min(left, MOST_OF_ONE));
      }
      System.out.printf(
          "compromise.seed=%d kills: %d, of these while it was on its way: %d, compromises: %d%n",
          SEED, kills, inTheMiddle, compromises);
      assertThat(inTheMiddle).as("kills that left something to be done").isGreaterThan(kills / 2);
      assertThat(told()).as("each is told once, and has one report").hasSize(2 * compromises);
    }
  }

  /** One compromise of a slot of its own, killed so often, and then finished here. */
  private int one(int number, int kills) throws Exception {
    Path store = folder.resolve("lost-" + number + ".p12");
    Unlock lost = Unlock.keystore(store, "kek", "another horse"::toCharArray);
    int jobs;
    String slot;
    try (Vault vault = open()) {
      jobs = Clinic.keys(vault).jobs().size();
      slot = admin(vault).addSlot(List.of(clinic.unlock), lost).id();
    }
    for (int killed = 1; ; killed++) {
      boolean said = kill(slot);
      boolean done = told().size() == 2 * (number + 1);
      assertThat(done).as("what it said it did").isIn(said, true);
      inTheMiddle += done ? 0 : 1;
      letTimePass();
      check(jobs);
      if (done || killed == kills) {
        // Where it was done, whether it said so or not, the report is given again.
        finish(slot, jobs);
        return killed;
      }
    }
  }

  /** As after the 40 s for which a dead node counts, and what it held is held. */
  private void letTimePass() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE node SET seen_ms = 0");
      statement.executeUpdate("UPDATE lease SET expires_ms = 0");
    }
  }

  private Vault open() {
    return clinic.node("again");
  }

  private static Administration admin(Vault vault) {
    return vault.administration(Actor.of("kim", "admin"));
  }

  /** What was killed left: all opens, nothing is half-done, at most one job waits. */
  private void check(int jobs) {
    assertThat(clinic.findings()).as("seed " + SEED).isEmpty();
    try (Vault vault = open()) {
      assertThat(clinic.values(vault)).isEqualTo(before);
      List<JobStatus> all = Clinic.keys(vault).jobs();
      assertThat(all.stream().filter(job -> !job.ended())).hasSizeLessThan(2);
      assertThat(all.stream().skip(jobs).map(JobStatus::level)).doesNotHaveDuplicates();
    }
  }

  private void finish(String slot, int jobs) {
    try (Vault vault = open()) {
      CompromiseReport report =
          Clinic.keys(vault)
              .compromiseOfSlot(
                  slot, KilledCompromise.REASON, List.of(clinic.unlock), JobOptions.defaults());
      assertThat(report.windows()).hasSize(9).allMatch(window -> window.to().isPresent());
      assertThat(report.counts().records()).isEqualTo(3L * clinic.patients.size());
      assertThat(Clinic.keys(vault).jobs().stream().skip(jobs).map(JobStatus::level))
          .as("each level once")
          .containsExactlyInAnyOrder(
              report.windows().stream()
                  .map(CompromiseReport.Window::level)
                  .toArray(KeyLevel[]::new));
      assertThat(admin(vault).slots()).as("what may open the vault").hasSize(1);
      assertThat(clinic.values(vault)).isEqualTo(before);
    }
    assertThat(clinic.findings()).as("seed " + SEED).isEmpty();
  }

  /** All entries that tell of compromises. */
  private List<AuditLine> told() {
    List<AuditLine> told = new ArrayList<>();
    try (Vault vault = open()) {
      AuditTrail trail = vault.auditTrail(Actor.of("rita", "auditor"), Purpose.HCOMPL);
      for (String log : trail.logs()) {
        trail.ofLog(log).entries(0, 100_000).stream()
            .filter(line -> line.entry().event() == EventCode.COMPROMISE)
            .forEach(told::add);
      }
    }
    return told;
  }

  /** Whether it had come to its end before the kill. */
  private boolean kill(String slot) throws Exception {
    Path errors = folder.resolve("compromise.err");
    Process process = new ProcessBuilder(command(slot)).redirectError(errors.toFile()).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      assertThat(line).as(Files.readString(errors)).isEqualTo("opened");
      for (int pages = random.nextInt(PAGES); pages > 0 && isAlive(line); pages--) {
        line = out.readLine();
      }
      process.waitFor(random.nextInt(MILLIS), TimeUnit.MILLISECONDS);
      process.toHandle().destroyForcibly();
      int code = process.waitFor();
      while (isAlive(line)) {
        line = out.readLine();
      }
      assertThat(code).as(Files.readString(errors)).isIn(128 + 9, 0);
      assertThat(line != null || code != 0).as("it ends by itself when it is done").isTrue();
      return line != null;
    }
  }

  private static boolean isAlive(@Nullable String line) {
    return line != null && !line.equals("done");
  }

  private List<String> command(String slot) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.add("-D" + PasswordFile.PROPERTY + "=" + PasswordFile.path());
    command.add("-Dorg.sqlite.tmpdir=" + Files.createDirectories(folder.resolve("libraries")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KilledCompromise.class.getName());
    command.addAll(List.of(database.location(), folder.resolve(Clinic.KEY_STORE).toString(), slot));
    return command;
  }
}
