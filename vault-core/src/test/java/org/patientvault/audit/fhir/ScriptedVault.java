package org.patientvault.audit.fhir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.AuditTrail;
import org.patientvault.EmergencyAccess;
import org.patientvault.FhirExport;
import org.patientvault.JobOptions;
import org.patientvault.KeyPolicy;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.audit.report.ReportEntry;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.QuickPassphrase;

/** A vault in which everything happens once that a vault writes into its log. */
public final class ScriptedVault implements AutoCloseable {
  private static final String REASON = "unconscious, no history known";

  private final Unlock unlock = QuickPassphrase.of("correct horse battery"::toCharArray);
  private final Vault vault;
  private final Path folder;
  private final PatientRef patient;

  /** Plays it, in a new file in {@code folder}. */
  public ScriptedVault(Path folder) {
    this.folder = folder;
    this.vault = Vault.create(folder.resolve("scripted.vault"), unlock);
    Session physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    this.patient = physician.admit(new PatientIdentifier("urn:clinic:mrn", "4711"));
    work(physician);
    refuse(physician);
    administer();
  }

  private void work(Session physician) {
    RecordKey lab = RecordKey.of(patient, "Observation", "bp-1");
    RecordKey use = RecordKey.of(patient, "SubstanceUse", "s1");
    physician.link(patient, new PatientIdentifier("urn:clinic:case", "c-1"));
    physician.find(new PatientIdentifier("urn:clinic:mrn", "4711"));
    physician.find(new PatientIdentifier("urn:clinic:mrn", "nobody's"));
    physician.patients(null, 10);
    physician.create(lab, Map.of("valueString", FieldValue.text("120/80")));
    physician.create(use, Map.of("finding", FieldValue.text("opioids")));
    physician.update(lab, 1, Map.of("valueString", FieldValue.text("130/90")));
    physician.read(lab, List.of("valueString"));
    physician.readRevision(lab, 1);
    physician.readAll(List.of(lab, use));
    physician.records(patient);
    physician.history(lab);
    Session nurse = vault.as(Actor.of("n.kim", "nurse"), Purpose.TREAT);
    try (EmergencyAccess window = nurse.breakGlass(patient, REASON)) {
      window.session().read(use);
    }
    FhirExport.of(physician).run(folder.resolve("exported"), done -> {});
  }

  private void refuse(Session physician) {
    RecordKey none = RecordKey.of(patient, "Observation", "none");
    Session clerk = vault.as(Actor.of("c.moe", "clerk"), Purpose.HMARKT);
    refused(() -> physician.read(none));
    refused(() -> clerk.read(RecordKey.of(patient, "Observation", "bp-1")));
    refused(() -> clerk.find(new PatientIdentifier("urn:clinic:mrn", "4711")));
    refused(() -> clerk.create(none, Map.of("valueString", FieldValue.text("x"))));
    refused(() -> vault.auditTrail(Actor.of("c.moe", "clerk")).entries(0, 1));
    refused(() -> FhirExport.of(clerk).run(folder.resolve("refused"), done -> {}));
  }

  private static void refused(Runnable step) {
    try {
      step.run();
    } catch (VaultException.AccessDenied | VaultException.NotFound e) {
      return;
    }
    throw new AssertionError("it was not refused");
  }

  private void administer() {
    Actor admin = Actor.of("a.oz", "admin");
    var administration = vault.administration(admin);
    Unlock second = QuickPassphrase.of("another long secret"::toCharArray);
    String slot = administration.addSlot(unlock, second).id();
    administration.rehearse(second);
    administration.removeSlot(slot);
    administration.installPolicy(administration.policy());
    administration.installSchema(administration.schema());
    administration.backup(folder.resolve("backup.vault"));
    administration.keys().setPolicy(KeyPolicy.defaults());
    administration.keys().rotate(KeyLevel.PATIENTS, JobOptions.defaults());
    administration.keys().rotateRoot(List.of(unlock));
  }

  public Vault vault() {
    return vault;
  }

  public PatientRef patient() {
    return patient;
  }

  /** Its log, with details. */
  public List<ReportEntry> entries() {
    List<ReportEntry> entries = new ArrayList<>();
    trail().stream(EntrySelection.ALL, Optional.empty(), entries::add);
    return entries;
  }

  public AuditTrail trail() {
    return vault.auditTrail(Actor.of("a.udit", "auditor"));
  }

  @Override
  public void close() {
    vault.close();
  }
}
