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

/**
 * A vault that was copied and then worked on, so that each of its tables changed; and who checks
 * it, with the state that the auditor took away at the end.
 */
final class OlderCopy {
  private static final Actor ADMIN = Actor.of("root", "admin");
  private static final String STATUS = "status";

  private final Path folder;
  private Instant now = Instant.parse("2026-01-15T08:00:00Z");
  private final TrustPolicy trusted;
  private final AuditorState state;

  /** {@code work} is how much is done after the copy was taken. */
  OlderCopy(Path folder, int work) {
    this.folder = folder;
    try (Vault vault = Vault.create(current().toString(), slot("first"), options())) {
      Session session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      RecordKey key = patientWithRecord(session, "a");
      patientWithRecord(session, "b");
      administer(vault, "first", "second");
      sign(vault);
      vault.administration(ADMIN).backup(older());
      now = now.plus(Duration.ofMinutes(1));
      session.update(key, 2, Map.of(STATUS, FieldValue.text("amended")));
      for (int i = 0; i < work; i++) {
        patientWithRecord(vault.as(Actor.of("dr.no" + i, "physician"), Purpose.TREAT), "new" + i);
      }
      administer(vault, "second", "third");
      sign(vault);
      String text = vault.auditTrail(Actor.of("auditor", "auditor")).trustPolicy();
      trusted = TrustPolicy.parse(text.getBytes(StandardCharsets.UTF_8));
    }
    state = verify(current(), folder.resolve("state")).state(Instant.EPOCH, "test").orElseThrow();
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

  Path older() {
    return folder.resolve("older.vault");
  }

  Path current() {
    return folder.resolve("current.vault");
  }

  /** What verifying rows and log says of a file: nothing when all is well. */
  List<String> findings(Path file, Path bundle) {
    try {
      Unlock[] slots = {slot("third"), slot("beside-third")};
      List<String> rows = Vault.verifyRecords(file.toString(), slots).findings();
      if (!rows.isEmpty()) {
        return rows;
      }
      Report log = verify(file, bundle);
      return log.exitCode().code() == 0 ? List.of() : log.lines();
    } catch (VaultException.Tampered
        | VaultException.KeyUnavailable
        | VaultException.StorageFailed e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private Report verify(Path file, Path bundle) {
    Vault.exportLog(file.toString(), bundle);
    return BundleVerifier.verify(bundle, trusted, Optional.ofNullable(state));
  }
}
