package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.patientvault.FhirImport;
import org.patientvault.ImportReport;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.keys.SecretSource;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;

@Command(
    name = "demo",
    description = {
      "show the main job on invented patients, in a temporary vault that is deleted at the end",
      "imports, looks at the disk, reads, is refused, verifies, attacks a copy and finds the"
          + " attacks"
    },
    footer = {"", "example:", "  patientvault demo"})
final class DemoCommand extends VaultCommand {
  private static final Actor ADMIN = Actor.of("ada", "admin");
  private static final Actor PHYSICIAN = Actor.of("dr.lea", "physician");
  private static final Actor CLERK = Actor.of("carl", "clerk");
  private static final int SHOWN = 160;

  @Override
  ExitCode run(Desk desk) throws Exception {
    long began = System.nanoTime();
    DemoSteps steps = new DemoSteps(desk.output());
    try (ScratchFolder scratch = ScratchFolder.make("demo")) {
      Path file = scratch.path("demo.vault");
      Unlock passphrase = Unlock.passphrase(randomPassphrase());
      DemoPatients patients = new DemoPatients();
      patients.unpack(scratch.path("patients"));
      try (Vault vault = Vault.create(file, passphrase)) {
        importAll(desk, steps, vault, scratch.path("patients"));
        lookAtDisk(steps, file, patients);
        readAndRefuse(steps, vault);
        DemoAudit audit = new DemoAudit(steps, scratch);
        audit.showAndVerify(vault);
        audit.attackACopy(vault, passphrase);
      }
    }
    steps.end(Duration.ofNanos(System.nanoTime() - began));
    return ExitCode.VERIFIED;
  }

  private static SecretSource randomPassphrase() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String hex = HexFormat.of().formatHex(random);
    return hex::toCharArray;
  }

  private static void importAll(Desk desk, DemoSteps steps, Vault vault, Path folder) {
    steps.next("import the patients, as an administrator");
    ImportReport report;
    try (Progress progress = Progress.on(desk, "import")) {
      report =
          FhirImport.of(vault.as(ADMIN, Purpose.HSYSADMIN))
              .run(
                  List.of(folder),
                  false,
                  now -> progress.at(now.resources(), now.input(), now.inputs()));
    }
    steps.fact(
        report.created() + " records of " + report.patientsAdmitted() + " patients, each audited");
  }

  private static void lookAtDisk(DemoSteps steps, Path file, DemoPatients patients)
      throws Exception {
    steps.next("look at the disk, as a thief");
    steps.fact("a record begins " + new DemoAttack(file).storedRecord(32));
    Path wal = file.resolveSibling(file.getFileName() + "-wal");
    steps.fact(
        (patients.namesIn(file) + patients.namesIn(wal))
            + " of "
            + patients.familyNames().size()
            + " family names can be found in the files");
  }

  private static void readAndRefuse(DemoSteps steps, Vault vault) {
    Session physician = vault.as(PHYSICIAN, Purpose.TREAT);
    PatientRef patient = physician.patients(null, 2).get(0);
    RecordKey allergy =
        physician.records(patient).stream()
            .map(each -> each.key())
            .filter(key -> key.type().value().equals("AllergyIntolerance"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("the demonstration's patients have allergies"));
    steps.next("read an allergy, as a physician who treats");
    String json = new String(physician.read(allergy).json(), StandardCharsets.UTF_8);
    steps.fact(json.substring(0, Math.min(SHOWN, json.length())) + "…");
    steps.next("read the same, as a clerk who bills");
    try {
      vault.as(CLERK, Purpose.HPAYMT).read(allergy);
      throw new AssertionError("the shipped policy lets no clerk read an allergy");
    } catch (VaultException.AccessDenied e) {
      steps.fact("refused: " + e.getMessage());
    }
  }
}
