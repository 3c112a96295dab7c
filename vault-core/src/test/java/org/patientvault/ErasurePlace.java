package org.patientvault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.SetClock;
import org.patientvault.stores.TestDatabase;

/** A vault with two patients and a register of erasures, by a clock that is set. */
final class ErasurePlace implements AutoCloseable {
  static final Actor ADMIN = Actor.of("ada.admin", "admin");
  static final Actor PHYSICIAN = Actor.of("dr.lea", "physician");
  static final PatientIdentifier ANNA = new PatientIdentifier("urn:mrn", "anna-1");
  static final PatientIdentifier ANNA_INSURED = new PatientIdentifier("urn:nir", "anna-2");
  static final PatientIdentifier BERT = new PatientIdentifier("urn:mrn", "bert-1");

  final TestDatabase database;
  final Path register;
  final SetClock clock = new SetClock(Instant.parse("2026-03-01T08:00:00Z"));
  private final Clock time;
  final Unlock unlock;
  final Vault vault;
  final PatientRef anna;
  final PatientRef bert;

  private ErasurePlace(TestDatabase database, Path folder, Optional<Clock> other) {
    this.database = database;
    time = other.orElse(clock);
    register = folder.resolve("register");
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    try {
      Files.createDirectory(register);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    vault = Vault.create(database.location(), unlock, options());
    anna = physician().admit(ANNA);
    physician().link(anna, ANNA_INSURED);
    bert = physician().admit(BERT);
    physician().create(pressure(anna), OneRecord.fields("120/80"));
    physician().update(pressure(anna), 1, OneRecord.fields("125/85"));
    physician().create(RecordKey.of(anna, "Condition", "c"), OneRecord.fields("flu"));
    physician().create(pressure(bert), OneRecord.fields("130/90"));
  }

  static ErasurePlace in(TestDatabase database, Path folder) {
    return new ErasurePlace(database, folder, Optional.empty());
  }

  /** By another clock than the one that is set. */
  static ErasurePlace in(TestDatabase database, Path folder, Clock other) {
    return new ErasurePlace(database, folder, Optional.of(other));
  }

  VaultOptions options() {
    return VaultOptions.defaults().withClock(time).withErasureRegister(register);
  }

  Session physician() {
    return vault.as(PHYSICIAN, Purpose.TREAT);
  }

  Administration administration() {
    return vault.administration(ADMIN);
  }

  Erasures erasures() {
    return administration().erasures();
  }

  static RecordKey pressure(PatientRef patient) {
    return RecordKey.of(patient, "Observation", "bp");
  }

  /** Asks, waits, and erases. */
  EraseCertificate erase(PatientRef patient) {
    erasures().ask(patient, ErasureGround.REQUEST, "letter of 1 March");
    clock.pass(Duration.ofDays(7));
    return erasures().erase(patient);
  }

  /** What an auditor was given. */
  TrustPolicy publicKeys() {
    return TrustPolicy.parse(
        vault
            .auditTrail(Actor.of("otto", "auditor"))
            .trustPolicy()
            .getBytes(StandardCharsets.US_ASCII));
  }

  List<String> findings() {
    return Vault.verifyRecords(database.location(), unlock).findings();
  }

  @Override
  public void close() {
    vault.close();
  }
}
