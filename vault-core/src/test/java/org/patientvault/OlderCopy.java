package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.Databases;
import org.patientvault.stores.TestDatabase;

/**
 * A vault that was copied and then worked on, so that each of its tables changed; and who checks
 * it, with the state that the auditor took away at the end.
 */
final class OlderCopy {
  private static final Actor ADMIN = Actor.of("root", "admin");
  private static final String STATUS = "status";

  private final Path folder;
  private final TestDatabase current;
  private final TestDatabase older;
  private Instant now = Instant.parse("2026-01-15T08:00:00Z");
  private final TrustPolicy trusted;
  private final AuditorState state;

  /**
   * {@code work} is how much is done after the copy was taken; key stores and exports are in {@code
   * folder}.
   */
  OlderCopy(Databases databases, Path folder, int work) {
    this.folder = folder;
    current = databases.fresh();
    RecordKey key;
    try (Vault vault = Vault.create(current(), slot("first"), options())) {
      Session session = physician(vault, "dr.lea");
      key = patientWithRecord(session, "a");
      patientWithRecord(session, "b");
      administer(vault, "first", "second");
      sign(vault);
    }
    older = databases.copyOf(current);
    now = now.plus(Duration.ofMinutes(1));
    try (Vault vault = Vault.open(current(), List.of(slot("second")), options())) {
      physician(vault, "dr.lea").update(key, 2, Map.of(STATUS, FieldValue.text("amended")));
      for (int i = 0; i < work; i++) {
        patientWithRecord(physician(vault, "dr.no" + i), "new" + i);
      }
      administer(vault, "second", "third");
      sign(vault);
      String text = vault.auditTrail(Actor.of("auditor", "auditor")).trustPolicy();
      trusted = TrustPolicy.parse(text.getBytes(StandardCharsets.UTF_8));
    }
    state = verify(current(), folder.resolve("state")).state(Instant.EPOCH, "test").orElseThrow();
  }

  private static Session physician(Vault vault, String name) {
    return vault.as(Actor.of(name, "physician"), Purpose.TREAT);
  }

  private static RecordKey patientWithRecord(Session session, String mrn) {
    PatientRef patient = session.admit(new PatientIdentifier("urn:mrn", mrn));
    RecordKey key = RecordKey.of(patient, "Observation", "bp");
    session.create(key, Map.of("valueString", FieldValue.text("120/80")));
    session.update(key, 1, Map.of(STATUS, FieldValue.text("final")));
    session.read(key);
    return key;
  }

  /** The slot set, the policy and the schema change, each with its text. */
  private void administer(Vault vault, String slot, String next) {
    Administration administration = vault.administration(ADMIN);
    administration.changePassphrase(slot(slot), slot(next));
    administration.addSlot(slot(next), slot("beside-" + next));
    administration.slots().stream()
        .filter(each -> each.uri().contains("beside-" + slot))
        .forEach(each -> administration.removeSlot(each.id()));
    administration.installPolicy(commented(administration.policy(), next));
    administration.installSchema(commented(administration.schema(), next));
  }

  private static byte[] commented(byte[] yaml, String comment) {
    String text = new String(yaml, StandardCharsets.UTF_8) + "# " + comment + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void sign(Vault vault) {
    vault.engine().publishing.now();
    now = now.plus(Duration.ofMinutes(1));
  }

  /** A note takes the place of the one before it in the same minute; here each has its own. */
  private VaultOptions options() {
    VaultOptions usual = VaultOptions.defaults();
    java.time.InstantSource clock = () -> now;
    return usual.withPublishEvery(Duration.ofHours(1)).withClock(clock.withZone(ZoneOffset.UTC));
  }

  private Unlock slot(String alias) {
    return Unlock.keystore(folder.resolve("a.p12"), alias, "correct horse battery"::toCharArray);
  }

  TestDatabase olderRows() {
    return older;
  }

  TestDatabase currentRows() {
    return current;
  }

  private String current() {
    return current.location();
  }

  /** What verifying rows and log says of a vault: nothing when all is well. */
  List<String> findings(String location, Path bundle) {
    try {
      Unlock[] slots = {slot("third"), slot("beside-third")};
      List<String> rows = Vault.verifyRecords(location, slots).findings();
      if (!rows.isEmpty()) {
        return rows;
      }
      Report log = verify(location, bundle);
      return log.exitCode().code() == 0 ? List.of() : log.lines();
    } catch (VaultException.Tampered
        | VaultException.KeyUnavailable
        | VaultException.StorageFailed e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private Report verify(String location, Path bundle) {
    Vault.exportLog(location, bundle);
    return BundleVerifier.verify(bundle, trusted, Optional.ofNullable(state));
  }
}
