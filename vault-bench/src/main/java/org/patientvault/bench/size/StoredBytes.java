package org.patientvault.bench.size;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.FhirImport;
import org.patientvault.ImportReport;
import org.patientvault.RecordSummary;
import org.patientvault.RecordView;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.bench.Interleaved;
import org.patientvault.bench.Report;
import org.patientvault.bench.TemporaryFolder;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;

/**
 * How many bytes records take with their keys and indexes, for each byte of compact JSON.
 *
 * <p>Imports the folder or file of FHIR resources that the system property {@code corpus} names,
 * the demonstration data without it.
 */
public final class StoredBytes {
  private static final Path DEMO = Path.of("vault-cli/src/main/resources/demo/bulk");
  private static final int AT_ONCE = 200;

  private final Path corpus = Path.of(System.getProperty("corpus", DEMO.toString()));
  private final Unlock unlock = Unlock.passphrase("not a secret"::toCharArray);
  private final Path file;

  private StoredBytes(Path file) {
    this.file = file;
  }

  public static void ask(Interleaved run, Report report) throws Exception {
    try (TemporaryFolder folder = new TemporaryFolder()) {
      new StoredBytes(folder.path().resolve("size.vault")).measure(report);
    }
  }

  private void measure(Report report) throws Exception {
    if (!Files.exists(corpus)) {
      throw new IOException("no corpus at " + corpus + "; name one with -Dcorpus=");
    }
    ImportReport imported = fill();
    Pages pages = Pages.of(file);
    long json = jsonBytes();
    tell(report, imported, pages, json);
  }

  private ImportReport fill() {
    try (Vault vault = Vault.create(file, unlock)) {
      Session session = vault.as(Actor.of("import", "admin"), Purpose.HSYSADMIN);
      return FhirImport.of(session).run(List.of(corpus), true, progress -> {});
    }
  }

  /** Everything read back, as the JSON it came from: the same but for white space. */
  private long jsonBytes() {
    try (Vault vault = Vault.open(file, unlock)) {
      Session session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      long bytes = 0;
      for (PatientRef patient : patients(session)) {
        bytes += jsonBytes(session, patient);
      }
      return bytes;
    }
  }

  private static List<PatientRef> patients(Session session) {
    List<PatientRef> all = new ArrayList<>();
    all.add(session.nobody());
    List<PatientRef> some = session.patients(null, AT_ONCE);
    while (!some.isEmpty()) {
      all.addAll(some);
      some = session.patients(some.get(some.size() - 1), AT_ONCE);
    }
    return all;
  }

  private static long jsonBytes(Session session, PatientRef patient) {
    List<RecordKey> keys = session.records(patient).stream().map(RecordSummary::key).toList();
    long bytes = 0;
    for (int from = 0; from < keys.size(); from += AT_ONCE) {
      List<RecordKey> some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
      for (RecordView view : session.readAll(some)) {
        bytes += view.json().length;
      }
    }
    return bytes;
  }

  private void tell(Report report, ImportReport imported, Pages pages, long json) {
    report.heading("Stored bytes");
    report.fact(
        "%,d resources of %,d patients, %,d bytes of compact JSON, from %s",
        imported.created(), imported.patientsAdmitted(), json, corpus.getFileName());
    long log = pages.bytes(table -> table.startsWith("log_"));
    long records = pages.bytes(StoredBytes::isRecords);
    report.atMost(
        "records, keys and indexes, for a byte of JSON", (double) records / json, 1.25, "bytes");
    report.fact("the log beside them, for a byte of JSON: %.2f bytes", (double) log / json);
    report.fact("by table: %s", pages.byTable());
  }

  private static boolean isRecords(String table) {
    return table.startsWith("record_") || table.startsWith("patient_");
  }
}
