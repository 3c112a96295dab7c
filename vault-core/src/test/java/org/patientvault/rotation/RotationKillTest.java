package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.JobStatus;
import org.patientvault.KeyCensus;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.model.FieldValue;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.PasswordFile;
import org.patientvault.stores.SqliteDatabase;
import org.patientvault.stores.TestDatabase;

/**
 * P5 and P8: who re-encrypts is killed at random moments, while others read and write: nothing is
 * lost, nothing is done twice, and a count proves the end.
 */
@Tag("once")
class RotationKillTest {
  private static final long SEED = Long.getLong("rotation.seed", 2026);
  private static final int ROWS_A_PATIENT = 6;

  @TempDir Path folder;

  /** Rows a second: so slow that the last kill comes before the end. */
  @Test
  void killedFifteenTimes_isResumedAndTheCensusReachesZero() throws Exception {
    killed(15, 60, 100, 100);
  }

  /** A million sealed values: three in each revision. */
  @Test
  @Tag("soak")
  void killedAHundredTimesOverAMillionValues_isResumedAndTheCensusReachesZero() throws Exception {
    killed(100, 1_000_000 / (3 * ROWS_A_PATIENT) + 1, 0, 1);
  }

  private void killed(int kills, int patients, int rate, double mostRepeated) throws Exception {
    Random random = new Random(SEED);
    try (TestDatabase database = new SqliteDatabase();
        Clinic clinic = Clinic.with(patients, database, folder);
        Caring caring = new Caring(clinic)) {
      List<String> before = clinic.values(clinic.vault);
      long furthest = 0;
      for (int i = 0; i < kills; i++) {
        furthest = start(database, rate).killAfter(random.nextInt(4), random.nextInt(60), furthest);
      }
      JobStatus ended = finish(database, clinic);
      long changes = caring.stop();
      KeyCensus census = clinic.keys().census();
      long opened = OpenedAgain.rows(clinic.vault);
      double repeated = 100.0 * (opened - ended.done()) / ended.total() / kills;
      System.out.printf(
          "rotation.seed=%d kills: %d, rows renewed: %d of %d, changes meanwhile: %d, left: %d,"
              + " rows opened: %d (%.2f %% repeated after each kill)%n",
          SEED,
          kills,
          ended.done(),
          ended.total(),
          changes,
          census.underOlderKeys(KeyLevel.PATIENTS),
          opened,
          repeated);
      assertThat(census.underOlderKeys(KeyLevel.PATIENTS)).isZero();
      long rows = (long) patients * ROWS_A_PATIENT;
      assertThat(ended.done())
          .as("each row once; some were written before their patient got another key")
          .isBetween(rows, rows + changes);
      assertThat(repeated)
          .as("per cent repeated after each kill")
          .isLessThanOrEqualTo(mostRepeated);
      assertThat(clinic.values(clinic.vault)).isEqualTo(before);
      assertThat(changes).isPositive();
      assertThat(clinic.findings()).isEmpty();
    }
  }

  private JobStatus finish(TestDatabase database, Clinic clinic) throws Exception {
    Run run = start(database, 0);
    assertThat(run.process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(run.process.exitValue()).as(run.said()).isZero();
    List<JobStatus> jobs = clinic.keys().jobs();
    assertThat(jobs).hasSize(1);
    assertThat(jobs.get(0).ended()).isTrue();
    return jobs.get(0);
  }

  private Run start(TestDatabase database, int rate) throws IOException {
    Path errors = folder.resolve("rotation.err");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.add("-D" + PasswordFile.PROPERTY + "=" + PasswordFile.path());
    command.add("-Dorg.sqlite.tmpdir=" + Files.createDirectories(folder.resolve("libraries")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(
            KilledRotation.class.getName(),
            database.location(),
            folder.resolve(Clinic.KEY_STORE).toString(),
            Integer.toString(rate)));
    return new Run(new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  /** One process. */
  private record Run(Process process, Path errors) {
    /** SIGKILL after some pages and milliseconds; gives how far it came. */
    long killAfter(int pages, int millis, long before) throws Exception {
      long furthest = before;
      BufferedReader said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (int i = 0; i <= pages; i++) {
        String line = said.readLine();
        assertThat(line).as(said()).isNotNull();
        long done = Long.parseLong(line.substring(line.indexOf(' ') + 1));
        assertThat(done).as("never back").isGreaterThanOrEqualTo(furthest);
        furthest = done;
      }
      process.waitFor(millis, TimeUnit.MILLISECONDS);
      process.toHandle().destroyForcibly();
      assertThat(process.waitFor()).as("exit code of SIGKILL").isEqualTo(128 + 9);
      return furthest;
    }

    String said() throws IOException {
      return Files.readString(errors);
    }
  }

  /** Somebody who reads and writes all the time. */
  private static final class Caring implements AutoCloseable {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger changes = new AtomicInteger();
    private final Thread thread;
    private final AtomicReference<Throwable> failed = new AtomicReference<>();

    Caring(Clinic clinic) {
      thread = new Thread(() -> work(clinic));
      thread.start();
    }

    private void work(Clinic clinic) {
      try (Vault vault = clinic.node("caring")) {
        Session physician = Clinic.physician(vault);
        PatientRef patient = clinic.patients.get(clinic.patients.size() / 2);
        for (int i = 0; !stop.get(); i++) {
          RecordKey key = RecordKey.of(patient, "Observation", "written-" + i);
          physician.create(key, Map.of(Clinic.FIELD, FieldValue.text("w" + i)));
          assertThat(physician.read(key).get(Clinic.FIELD).asText()).isEqualTo("w" + i);
          physician.read(Clinic.key(clinic.patients.get(i % clinic.patients.size()), 1));
          changes.incrementAndGet();
          Thread.sleep(20);
        }
      } catch (Throwable e) {
        failed.set(e);
      }
    }

    long stop() throws InterruptedException {
      stop.set(true);
      thread.join();
      assertThat(failed.get()).as("what disturbed who cared").isNull();
      return changes.get();
    }

    @Override
    public void close() {
      stop.set(true);
    }
  }
}
