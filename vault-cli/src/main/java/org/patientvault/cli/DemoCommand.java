package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.FhirImport;
import org.patientvault.ImportReport;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.keys.SecretSource;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.DatabaseServer;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.verify.NotOpened;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "show the main job on invented patients, in a temporary vault that is deleted at the end",
      "imports, looks at the disk, reads, is refused, verifies, attacks a copy and finds the"
          + " attacks",
      "with --postgres: in a database that holds no vault, which it leaves as it was"
    },
    footer = {
      "",
      "examples:",
      "  patientvault demo",
      "  patientvault demo --postgres jdbc:postgresql://localhost/vault_demo --database-user"
          + " vault_demo"
    })
final class DemoCommand extends VaultCommand {
  private static final Actor ADMIN = Actor.of("ada", "admin");
  private static final Actor PHYSICIAN = Actor.of("dr.lea", "physician");
  private static final Actor CLERK = Actor.of("carl", "clerk");
  private static final int SHOWN = 160;

  @Option(
      names = "--postgres",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "URL",
      description = "in this PostgreSQL database; without URL: say what it needs")
  @Nullable String postgres;

  @Override
  ExitCode run(Desk desk) throws Exception {
    if (postgres == null) {
      try (ScratchFolder scratch = ScratchFolder.make("demo")) {
        return show(desk, scratch, new DemoFile(scratch));
      }
    }
    if (!postgres.startsWith(Desk.POSTGRES)) {
      DemoNeeds.say(desk.output());
      return ExitCode.REFUSED;
    }
    DriverLog.silence();
    return showInDatabase(desk, postgres);
  }

  private static ExitCode showInDatabase(Desk desk, String url) throws Exception {
    try (ScratchFolder scratch = ScratchFolder.make("demo");
        DemoDatabase place = new DemoDatabase(url, desk.options(), server(desk, url))) {
      return show(desk, scratch, place);
    } catch (NotOpened | VaultException.Refused e) {
      DemoNeeds.say(desk.output());
      throw e;
    }
  }

  private static DatabaseServer server(Desk desk, String url) {
    return desk.opening(() -> Vault.server(url, desk.options()))
        .orElseThrow(() -> new AssertionError("what is named by a URL of a server has one"));
  }

  private static ExitCode show(Desk desk, ScratchFolder scratch, DemoPlace place) throws Exception {
    long began = System.nanoTime();
    DemoSteps steps = new DemoSteps(desk.output());
    Unlock passphrase = Unlock.passphrase(randomPassphrase());
    DemoPatients patients = new DemoPatients();
    patients.unpack(scratch.path("patients"));
    DemoAudit audit = new DemoAudit(steps, scratch);
    TrustPolicy keys;
    DemoPlace.Attacked attacked;
    try (Vault vault = Vault.create(place.location(), passphrase, place.options())) {
      place.made(vault);
      importAll(desk, steps, vault, scratch.path("patients"));
      lookAtDisk(steps, place, patients);
      readAndRefuse(steps, vault);
      keys = audit.showAndVerify(vault);
      attacked = place.attacked(vault);
    }
    audit.attack(attacked, place, passphrase, keys);
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

  private static void lookAtDisk(DemoSteps steps, DemoPlace place, DemoPatients patients)
      throws Exception {
    steps.next("look at what is stored, as a thief");
    steps.fact("a record begins " + place.attack().storedRecord(32));
    steps.fact(
        place.namesFound(patients)
            + " of "
            + patients.familyNames().size()
            + " family names can be found in it");
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
