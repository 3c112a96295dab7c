package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.patientvault.FhirImport;
import org.patientvault.ImportReport;
import org.patientvault.RecordSummary;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;

/** The life of one vault through many kills; a seed decides what is done and when it ends. */
final class Chapter {
  private final Place place;
  private final Random random;
  private final Acknowledged acknowledged;
  private final Inspection inspection;

  /** What a chapter came to; it ends at the first difference. */
  record Sum(int kills, long writes, long values, long entries) {
    Sum plus(Sum more) {
      return new Sum(
          kills + more.kills, writes + more.writes, values + more.values, entries + more.entries);
    }

    @Override
    public String toString() {
      return "kills: "
          + kills
          + ", acknowledged writes: "
          + writes
          + ", released values: "
          + values
          + ", log entries verified: "
          + entries
          + ", differences: 0";
    }
  }

  private Chapter(Path folder, long seed) {
    this.place = Place.main(folder);
    this.random = new Random(seed);
    try (Vault vault = place.create()) {
      this.acknowledged = Acknowledged.in(vault);
      this.inspection = Inspection.of(place, vault);
    }
  }

  static Sum run(Path folder, long seed, int kills) throws Exception {
    Chapter chapter = new Chapter(folder, seed);
    for (int kill = 1; kill <= kills; kill++) {
      String which = "seed " + seed + ", kill " + kill;
      try {
        chapter.kill();
      } catch (Exception | AssertionError e) {
        throw new AssertionError(which + "; run it again with -Dcrash.seed=" + seed, e);
      }
    }
    return chapter.end(kills);
  }

  private void kill() throws Exception {
    Task task = task();
    long seed = random.nextLong() >>> 16;
    Moment moment = Moment.of(task, random);
    Input.write(place.folder(), seed);
    List<Ack> acks = VictimProcess.start(place.folder(), task, seed).kill(moment);
    acknowledged.addAll(acks);
    inspection.verify();
    try (Vault vault = place.open()) {
      acknowledged.checkNew(vault);
      if (task == Task.IMPORT) {
        importAgain(vault.as(Place.PHYSICIAN, Purpose.TREAT), seed);
      }
    }
    files(acks);
  }

  private Task task() {
    int chance = random.nextInt(10);
    return chance == 0
        ? Task.BACKUP
        : chance == 1 ? Task.IMPORT : chance == 2 ? Task.CREATE : Task.WORK;
  }

  /** Running the import again brings what is missing, and running it once more brings nothing. */
  private void importAgain(Session session, long seed) {
    List<Path> input = List.of(Input.file(place.folder()));
    ImportReport again = FhirImport.of(session).run(input, false, p -> {});
    assertThat(again.problems()).isEmpty();
    assertThat(again.updated()).isZero();
    assertThat(again.created() + again.unchanged()).isEqualTo(Input.RESOURCES);
    ImportReport more = FhirImport.of(session).run(input, false, p -> {});
    assertThat(more.unchanged()).isEqualTo(Input.RESOURCES);
    for (int i = 0; i < Input.PATIENTS; i++) {
      PatientIdentifier identifier = new PatientIdentifier(Input.SYSTEM, Input.patientId(seed, i));
      List<RecordSummary> records = session.records(session.find(identifier).orElseThrow());
      assertThat(records).hasSize(1 + Input.OBSERVATIONS);
      assertThat(records).allMatch(record -> record.revision() == 1);
    }
  }

  /** Each file by the last that was said of it. */
  private void files(List<Ack> acks) throws IOException {
    Map<String, Ack.Step> last = new LinkedHashMap<>();
    for (Ack ack : acks) {
      if (ack instanceof Ack.Step step) {
        last.put(step.name(), step);
      }
    }
    for (Ack.Step step : last.values()) {
      Place made = new Place(place.folder(), step.name());
      switch (step.what()) {
        case "create" -> madeOrToBeMade(made, step.done());
        case "backup" -> copyOrNone(made, step.done());
        default -> {}
      }
    }
  }

  /** A vault whose making was cut off is either there, or can be made in the same place. */
  private static void madeOrToBeMade(Place made, boolean acknowledged) {
    try {
      made.open().close();
    } catch (VaultException.StorageFailed e) {
      assertThat(acknowledged).as("was made: " + e.getMessage()).isFalse();
      assertThat(e).hasMessageContaining("no vault at");
      made.create().close();
      made.open().close();
    }
  }

  /** A copy that was cut off is either whole, or says that it is none. */
  private void copyOrNone(Place copy, boolean acknowledged) throws IOException {
    if (!Files.exists(copy.vault())) {
      assertThat(acknowledged).isFalse();
      return;
    }
    try {
      inspection.verifyCopy(copy);
    } catch (VaultException.StorageFailed e) {
      assertThat(acknowledged).as("was copied: " + e.getMessage()).isFalse();
    }
    Files.delete(copy.vault());
  }

  private Sum end(int kills) throws Exception {
    try (Vault vault = place.open()) {
      acknowledged.checkAll(vault);
    }
    inspection.verify();
    return new Sum(
        kills, acknowledged.writes(), acknowledged.values(), inspection.verifiedEntries());
  }
}
