package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.IndexRange;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.SetClock;

/**
 * Two weeks of a small hospital, written into a vault by a clock of its own, with its own count of
 * what was done: reports are held against that.
 */
public final class Fortnight implements AutoCloseable {
  static final Instant BEGIN = Instant.parse("2026-03-02T00:00:00Z");
  static final Actor LEA = Actor.of("dr.lea", "physician");
  static final Actor KIM = Actor.of("n.kim", "nurse");
  static final Actor REX = Actor.of("rex", "researcher");
  static final Actor ADA = Actor.of("ada", "admin");
  static final Actor OTTO = Actor.of("otto", "auditor");
  static final Actor DPO = Actor.of("petra", "auditor");

  private static final int DAYS = 14;
  private static final Duration SPEAKS = Duration.ofMinutes(10);
  private static final int PATIENTS = 6;

  private final SetClock clock = new SetClock(BEGIN);
  Vault vault;
  public final List<PatientRef> patients = new ArrayList<>();
  private final List<RecordKey> notes = new ArrayList<>();
  private final List<RecordKey> sensitive = new ArrayList<>();

  /** What was done, as this script counts it. */
  final Map<String, Integer> did = new TreeMap<>();

  final List<String> reasons = new ArrayList<>();
  final List<Long> openings = new ArrayList<>();

  /** Writes all of it into a new vault, whose passphrase is {@code correct horse battery}. */
  public Fortnight(String location) {
    vault = Vault.create(location, unlock(), options());
    admit();
    allowResearch();
    for (int day = 0; day < DAYS; day++) {
      vault.close();
      clock.set(BEGIN.plus(Duration.ofDays(day)).plus(Duration.ofHours(8)));
      reopen(location);
      day(day);
    }
  }

  private static Unlock unlock() {
    return QuickPassphrase.of("correct horse battery"::toCharArray);
  }

  private VaultOptions options() {
    return VaultOptions.defaults()
        .withNode("ward-1")
        .withPublishEvery(Duration.ofDays(1))
        .withClock(clock)
        // Time leaps here: the node seals when the script says so, not when the machine gets to it.
        .withSealEvery(Duration.ofDays(30));
  }

  /** Goes on where it was closed, or in a copy of it. */
  void reopen(String location) {
    vault = Vault.open(location, List.of(unlock()), options());
  }

  private void count(String what) {
    did.merge(what, 1, Integer::sum);
  }

  int did(String what) {
    return did.getOrDefault(what, 0);
  }

  /** Time goes on, and the node seals every ten minutes as it should. */
  void pass(Duration time) {
    Instant end = clock.instant().plus(time);
    while (clock.instant().plus(SPEAKS).isBefore(end)) {
      clock.pass(SPEAKS);
      vault.engine().ledger.seal();
    }
    clock.set(end);
    vault.engine().ledger.seal();
  }

  /** The machine stands still, and nobody says so. */
  private void standStill() {
    clock.pass(Duration.ofHours(2));
  }

  private void admit() {
    Session lea = vault.as(LEA, Purpose.TREAT);
    for (int i = 0; i < PATIENTS; i++) {
      PatientRef patient = lea.admit(new PatientIdentifier("urn:clinic:mrn", "MRN-" + i));
      RecordKey note = RecordKey.of(patient, "AllergyIntolerance", "a");
      RecordKey secret = RecordKey.of(patient, "SubstanceUse", "s");
      lea.create(note, Map.of("code", FieldValue.text("penicillin")));
      lea.create(secret, Map.of("finding", FieldValue.text("opioids")));
      count("create");
      count("create");
      patients.add(patient);
      notes.add(note);
      sensitive.add(secret);
    }
  }

  private void allowResearch() {
    Administration administration = vault.administration(ADA);
    String policy = new String(administration.policy(), StandardCharsets.UTF_8);
    String more =
        """
        rules:
          - name: researchers report
            roles: researcher
            purposes: PUBHLTH
            classes: any
            allow: [read, search]
        """;
    administration.installPolicy(
        policy.replaceFirst("rules:\n", more).getBytes(StandardCharsets.UTF_8));
    count("policy");
  }

  private void day(int day) {
    for (int i = 0; i < 3 + day % 4; i++) {
      int patient = (day * 5 + i) % PATIENTS;
      read(LEA, "dr.lea", patient);
      if (i % 2 == 0) {
        read(KIM, "n.kim", patient);
      }
      pass(Duration.ofMinutes(20));
    }
    if (day == 9) {
      standStill();
    }
    if (day % 3 == 0) {
      refused(day % PATIENTS);
    }
    if (day == 2 || day == 5 || day == 8 || day == 12) {
      emergency(day);
    }
    if (day == 4) {
      report();
    }
    if (day == 3 || day == 6) {
      review(
          openings.get(openings.size() - 1),
          day == 3 ? ReviewFinding.NONE : ReviewFinding.QUESTION);
    }
  }

  private void read(Actor who, String name, int patient) {
    vault.as(who, Purpose.TREAT).read(notes.get(patient), List.of("code"));
    count("read");
    count("read by " + name);
    count("read of " + patient);
  }

  private void refused(int patient) {
    Session kim = vault.as(KIM, Purpose.TREAT);
    assertThatThrownBy(() -> kim.read(sensitive.get(patient)))
        .isInstanceOf(VaultException.AccessDenied.class);
    count("denied");
    count("denied of " + patient);
  }

  /** Closed by hand on even days, by its time on others. */
  private void emergency(int day) {
    int patient = day % PATIENTS;
    String reason = "=unconscious, no history known, day " + day;
    long before = vault.auditTrail(OTTO).size();
    reasons.add(reason);
    EmergencyAccess window = vault.as(KIM, Purpose.TREAT).breakGlass(patients.get(patient), reason);
    openings.add(opening(before));
    for (int i = 0; i <= day % 2; i++) {
      window.session().read(sensitive.get(patient));
      count("read");
      count("read in emergency");
      count("read by n.kim");
      count("read of " + patient);
      pass(Duration.ofMinutes(15));
    }
    if (day % 2 == 0) {
      window.close();
      count("closed");
    }
    count("emergency");
  }

  /** The node may have sealed what it wrote in between. */
  private long opening(long from) {
    return vault.auditTrail(OTTO).entries(from, 10).stream()
        .filter(line -> line.entry().event() == EventCode.BTG_OPEN)
        .findFirst()
        .orElseThrow()
        .index();
  }

  private void report() {
    Session rex = vault.as(REX, Purpose.PUBHLTH);
    List<RecordKey> some = notes.subList(0, 4);
    rex.readAll(EventCode.EXPORT, some, Map.of("recipient", "institute of public health"));
    some.forEach(each -> count("disclosed"));
    Session lea = vault.as(LEA, Purpose.TREAT);
    lea.readAll(EventCode.EXPORT, notes.subList(0, 1), Map.of("recipient", "file"));
    count("handed out for treatment");
  }

  private void review(long opening, ReviewFinding finding) {
    vault
        .auditTrail(DPO)
        .reviews()
        .record(List.of(new IndexRange(opening, opening)), finding, "-looked at it");
    count("reviewed");
  }

  /** Exports the log, and gives the keys to verify it by. */
  public String export(Path bundle) {
    AuditTrail trail = vault.auditTrail(OTTO);
    trail.export(bundle);
    return trail.trustPolicy();
  }

  /** The log's own leaves and details, counted one by one. */
  List<AuditLine> lines() {
    List<AuditLine> lines = vault.auditTrail(OTTO).entries(0, 100_000);
    assertThat(lines).isNotEmpty();
    return lines;
  }

  @Override
  public void close() {
    vault.close();
  }
}
