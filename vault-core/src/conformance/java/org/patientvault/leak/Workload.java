package org.patientvault.leak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.patientvault.EmergencyAccess;
import org.patientvault.FhirExport;
import org.patientvault.FhirImport;
import org.patientvault.ImportReport;
import org.patientvault.RecordSummary;
import org.patientvault.RecordView;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;

/**
 * A process that imports, reads, fails in many ways and copies, and prints what a careless
 * application would: every log line, every exception with its trace, every {@code toString}. It
 * leaves without closing, so that the write-ahead log stays as it was.
 */
public final class Workload {
  private final Path folder;
  private final Path inputs;
  private final String location;
  private final Vault vault;
  private final Session physician;

  private Workload(String location, Path folder, Path inputs) {
    this.location = location;
    this.folder = folder;
    this.inputs = inputs;
    this.vault = Vault.create(location, unlock("a long test password"));
    this.physician = vault.as(Actor.of(Planted.READER, "physician"), Purpose.TREAT);
  }

  private Unlock unlock(String password) {
    return Unlock.keystore(folder.resolve("leak.p12"), "root", password::toCharArray);
  }

  /** Arguments: the vault, the folder to write into, that with inputs, and one for plaintext. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    new Workload(arguments[0], folder, Path.of(arguments[2])).run(Path.of(arguments[3]));
    Runtime.getRuntime().halt(0);
  }

  private void run(Path plaintext) throws IOException {
    ImportReport report =
        FhirImport.of(physician).run(List.of(inputs), false, p -> System.out.println(p));
    System.out.println(report);
    for (PatientRef patient : physician.patients(null, 10_000)) {
      readSome(patient);
    }
    mistakes();
    FhirExport.of(physician).run(plaintext, n -> {});
    vault.auditTrail(Actor.of("auditor", "auditor")).export(folder.resolve("bundle"));
    vault.administration(Actor.of("root", "admin")).backup(folder.resolve("leak.backup"));
    System.out.println(vault.administration(Actor.of("root", "admin")).status());
  }

  private void readSome(PatientRef patient) {
    List<RecordSummary> records = physician.records(patient);
    System.out.println(records.get(0));
    List<RecordKey> some = records.stream().map(RecordSummary::key).limit(20).toList();
    for (RecordView view : physician.readAll(some)) {
      System.out.println(view + " " + view.key() + " " + view.fields().values());
    }
    Session clerk = vault.as(Actor.of("c.clerk", "clerk"), Purpose.PATADMIN);
    fails(() -> clerk.readAll(some));
    fails(() -> physician.create(some.get(0), Map.of("status", FieldValue.text("final"))));
    fails(() -> physician.update(some.get(0), 77, Map.of("status", FieldValue.text("final"))));
    try (EmergencyAccess emergency = physician.breakGlass(patient, Planted.REASON)) {
      System.out.println(emergency.id() + " " + emergency.session().read(some.get(0)));
    }
  }

  private static void fails(Runnable mistake) {
    try {
      mistake.run();
    } catch (VaultException | IllegalArgumentException e) {
      e.printStackTrace(System.out);
      return;
    }
    throw new AssertionError("this should have failed");
  }

  /** Input that is wrong in ways that tempt a program to quote it. */
  private void mistakes() throws IOException {
    PatientIdentifier known = new PatientIdentifier(Planted.ISSUER, Planted.IDENTIFIER);
    physician.admit(known);
    fails(() -> physician.admit(known));
    fails(
        () ->
            physician.read(
                RecordKey.of(
                    physician.find(known).orElseThrow(), "Condition", Planted.IDENTIFIER)));
    fails(() -> physician.admit(new PatientIdentifier(Planted.ISSUER, Planted.NAME.repeat(50))));
    fails(() -> RecordKey.of(physician.nobody(), Planted.NOTE, "1"));
    fails(() -> Vault.open(location, unlock(Planted.NAME)));
    fails(() -> physician.breakGlass(physician.find(known).orElseThrow(), Planted.NOTE.repeat(99)));
    System.out.println(known + " " + FieldValue.text(Planted.NAME));
    brokenResources();
  }

  private void brokenResources() throws IOException {
    Path bad = Files.createDirectories(folder.getParent().resolve("bad"));
    for (String each : Planted.BROKEN_RESOURCES) {
      Path file = bad.resolve(Planted.NAME + ".json");
      Files.write(file, each.getBytes(StandardCharsets.ISO_8859_1));
      ImportReport report = FhirImport.of(physician).run(List.of(file), false, p -> {});
      if (report.problems().isEmpty()) {
        throw new AssertionError("was taken: " + each);
      }
      System.out.println(report);
    }
    fails(() -> FhirImport.of(physician).run(List.of(bad.resolve(Planted.NAME)), false, p -> {}));
  }
}
