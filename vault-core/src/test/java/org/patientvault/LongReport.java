package org.patientvault;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.report.AuditReport;
import org.patientvault.audit.report.Language;
import org.patientvault.audit.report.Question;
import org.patientvault.audit.report.ReportRequest;
import org.patientvault.audit.report.Span;
import org.patientvault.audit.report.StaffShown;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.QuickPassphrase;

/**
 * A program: writes a vault whose log has many entries, makes every report of it, and prints how
 * long each took. Arguments: a new file, and how many entries at least.
 */
final class LongReport {
  private static final int AT_ONCE = 500;

  private LongReport() {}

  public static void main(String[] arguments) {
    Unlock unlock = QuickPassphrase.of("correct horse battery"::toCharArray);
    try (Vault vault =
        Vault.create(
            Path.of(arguments[0]).toString(),
            unlock,
            VaultOptions.defaults().withClock(Clock.systemUTC()))) {
      List<PatientRef> patients = write(vault, Integer.parseInt(arguments[1]));
      for (Question question : Question.values()) {
        make(vault, question, patients.get(0));
      }
    }
  }

  /** Many patients in each read: one entry for each. */
  private static List<PatientRef> write(Vault vault, int entries) {
    Session lea = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    List<PatientRef> patients = new ArrayList<>();
    List<RecordKey> keys = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      PatientRef patient = lea.admit(new PatientIdentifier("urn:mrn", String.valueOf(i)));
      RecordKey key = RecordKey.of(patient, "AllergyIntolerance", "a");
      lea.create(key, Map.of("code", FieldValue.text("penicillin")));
      patients.add(patient);
      keys.add(key);
    }
    for (int done = 0; done < entries; done += AT_ONCE) {
      lea.readAll(EventCode.READ, keys, Map.of());
    }
    return patients;
  }

  private static void make(Vault vault, Question question, PatientRef patient) {
    long begin = System.nanoTime();
    AuditReport report =
        vault
            .auditTrail(Actor.of("otto", "auditor"))
            .report(
                new ReportRequest(
                    question,
                    Language.EN,
                    Span.ALL,
                    question == Question.PATIENT
                        ? Optional.of(patient.toString())
                        : Optional.empty(),
                    question == Question.ACTOR ? Optional.of("dr.lea") : Optional.empty(),
                    Optional.empty(),
                    StaffShown.NAME));
    long millis = (System.nanoTime() - begin) / 1_000_000;
    System.out.println(report.name() + " " + millis + " ms: " + report.summary().get(0));
  }
}
