package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.model.Actor;
import org.patientvault.model.Purpose;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** What an import makes of resources that are new, known, changed or given twice. */
@OnBothStores
class FhirImportTest {
  @TempDir Path folder;
  private Vault vault;

  @BeforeEach
  void emptyVault(TestDatabase database) {
    vault =
        Vault.create(database.location(), QuickPassphrase.of("correct horse battery"::toCharArray));
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void newResources_areCreatedAndTheirPatientsAdmittedOnce() throws IOException {
    ImportReport report = run(observation("a", "1", "x"), observation("b", "1", "x"));
    assertThat(report.created()).isEqualTo(2);
    assertThat(report.patientsAdmitted()).isEqualTo(1);
  }

  @Test
  void knownResources_areLeftAndLogNothing() throws IOException {
    run(observation("a", "1", "x"), observation("b", "2", "x"));
    int before = entries().size();
    ImportReport report = run(observation("a", "1", "x"), observation("b", "2", "x"));
    assertThat(report.unchanged()).isEqualTo(2);
    assertThat(report.created() + report.patientsAdmitted()).isZero();
    List<EventCode> after = entries();
    assertThat(after.subList(before, after.size())).containsOnly(EventCode.LOG_READ);
  }

  @Test
  void changedResource_becomesTheNextRevision() throws IOException {
    run(observation("a", "1", "x"));
    ImportReport report = run(observation("a", "1", "y"), observation("b", "1", "y"));
    assertThat(report.updated()).isEqualTo(1);
    assertThat(report.created()).isEqualTo(1);
    assertThat(entries()).contains(EventCode.UPDATE).doesNotContain(EventCode.FAIL);
  }

  @Test
  void oneKeyTwiceInOneFile_keepsTheLast() throws IOException {
    ImportReport report = run(observation("a", "1", "x"), observation("a", "1", "y"));
    assertThat(report.created()).isEqualTo(1);
    assertThat(report.updated()).isEqualTo(1);
  }

  @Test
  void manyPatients_areAdmittedWhileTheirResourcesAreOnTheWay() throws IOException {
    String[] lines = new String[3_000];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = observation("o" + i, Integer.toString(i / 2), "x");
    }
    ImportReport report = run(lines);
    assertThat(report.created()).isEqualTo(3_000);
    assertThat(report.patientsAdmitted()).isEqualTo(1_500);
  }

  private ImportReport run(String... lines) throws IOException {
    Path file = Files.writeString(folder.resolve("in.ndjson"), String.join("\n", lines));
    Session importer = vault.as(Actor.of("admin", "admin"), Purpose.HSYSADMIN);
    return FhirImport.of(importer).run(List.of(file), false, progress -> {});
  }

  private List<EventCode> entries() {
    return vault.auditTrail(Actor.of("auditor", "auditor")).entries(0, 10_000).stream()
        .map(line -> line.entry().event())
        .toList();
  }

  private static String observation(String id, String patient, String value) {
    return """
    {"resourceType":"Observation","id":"%s","status":"final","subject":{"reference":"Patient/%s"},"valueString":"%s"}\
    """
        .formatted(id, patient, value);
  }
}
