package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PasswordFile;
import org.patientvault.stores.Stores;
import org.patientvault.stores.TestDatabase;

/**
 * P6 and P8: who erases is killed at random moments. A patient is erased or whole, what was said to
 * be erased is, the register is made up, and nobody else loses anything.
 */
@Tag("once")
class ErasureKillTest {
  private static final long SEED = Long.getLong("erasure.seed", 2026);

  @TempDir Path folder;

  /** What each patient of any victim was last said to be. */
  private final Map<PatientRef, String> said = new HashMap<>();

  private final Set<PatientRef> erased = new HashSet<>();
  private int between;

  /** How long the latest whole one took. */
  private long erasureNanos = TimeUnit.MILLISECONDS.toNanos(100);

  private int madeUp;

  @ParameterizedTest
  @EnumSource(Stores.class)
  void killedFifteenTimes_eachPatientIsErasedOrWhole(Stores store) throws Exception {
    killed(store == Stores.SQLITE ? 8 : 7, store);
  }

  @ParameterizedTest
  @EnumSource(Stores.class)
  @Tag("soak")
  void killedAHundredTimes_eachPatientIsErasedOrWhole(Stores store) throws Exception {
    killed(100, store);
  }

  private void killed(int kills, Stores store) throws Exception {
    Random random = new Random(SEED);
    try (TestDatabase database = store.fresh();
        ErasurePlace place = ErasurePlace.in(database, folder, Clock.systemUTC())) {
      place.erasures().setRule(new ErasureRule(0, 35));
      for (int kill = 0; kill < kills; kill++) {
        List<PatientRef> admitted = run(place, "run-" + kill, random);
        madeUp += place.erasures().writeCertificates();
        assertThat(place.findings()).as("seed " + SEED + ", kill " + kill).isEmpty();
        for (PatientRef patient : admitted) {
          check(place, patient);
        }
        assertThat(
                place
                    .physician()
                    .read(ErasurePlace.pressure(place.bert))
                    .get("valueString")
                    .asText())
            .isEqualTo("130/90");
        assertThat(place.erasures().missingCertificates()).isZero();
      }
      said.keySet().forEach(patient -> check(place, patient));
      System.out.printf(
          "erasure.seed=%d on %s, kills: %d, patients: %d, erased: %d, of these not yet said: %d,"
              + " certificates made up: %d%n",
          SEED, store, kills, said.size(), erased.size(), between, madeUp);
      assertThat(erased.size()).isGreaterThan(kills / 2);
      assertThat(said).hasSizeGreaterThan(erased.size());
    }
  }

  private void check(ErasurePlace place, PatientRef patient) {
    RecordKey first = RecordKey.of(patient, "Observation", "r0");
    Optional<EraseCertificate> certificate = place.erasures().certificate(patient);
    if (certificate.isEmpty()) {
      assertThat(said.get(patient)).isNotEqualTo("erased");
      assertThat(place.physician().records(patient)).hasSize(KilledErasure.RECORDS);
      assertThat(place.physician().read(first).get("valueString").asText()).isEqualTo("v0");
      return;
    }
    assertThat(certificate.get().verify(place.publicKeys()).told().counts().records())
        .isEqualTo(KilledErasure.RECORDS);
    assertThatThrownBy(() -> place.physician().read(first))
        .isInstanceOf(VaultException.Erased.class);
    if (erased.add(patient) && !said.get(patient).equals("erased")) {
      between++;
    }
  }

  /** One process, killed; gives the patients that it admitted. */
  private List<PatientRef> run(ErasurePlace place, String name, Random random) throws Exception {
    Path errors = folder.resolve("eraser.err");
    Process process =
        new ProcessBuilder(command(place, name)).redirectError(errors.toFile()).start();
    List<PatientRef> admitted = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int lines = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 2 + 3 * random.nextInt(2);
      long before = System.nanoTime();
      for (int i = 0; i < lines; i++) {
        String line = out.readLine();
        assertThat(line).as(Files.readString(errors)).isNotNull();
        take(line, admitted);
        long now = System.nanoTime();
        if (line.startsWith("erased ")) {
          erasureNanos = now - before;
        }
        before = now;
      }
      process.waitFor((long) (1.2 * random.nextDouble() * erasureNanos), TimeUnit.NANOSECONDS);
      process.toHandle().destroyForcibly();
      assertThat(process.waitFor()).as("exit code of SIGKILL").isEqualTo(128 + 9);
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        take(line, admitted);
      }
    }
    return admitted;
  }

  private void take(String line, List<PatientRef> admitted) {
    String[] words = line.split(" ", -1);
    if (words.length == 2 && words[1].length() == 32) {
      PatientRef patient = PatientRef.parse(words[1]);
      if (said.put(patient, words[0]) == null) {
        admitted.add(patient);
      }
    }
  }

  private List<String> command(ErasurePlace place, String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.add("-D" + PasswordFile.PROPERTY + "=" + PasswordFile.path());
    command.add("-Dorg.sqlite.tmpdir=" + Files.createDirectories(folder.resolve("libraries")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KilledErasure.class.getName());
    command.addAll(
        List.of(
            place.database.location(),
            folder.resolve("a.p12").toString(),
            place.register.toString(),
            name));
    return command;
  }
}
