package org.patientvault;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.TestDatabase;

/**
 * A vault on a removable token and a key store, opened by the token, with one record. It looks
 * after its key only when told to, and both of its clocks stand until they are set.
 */
final class TokenVault implements AutoCloseable {
  static final Duration LEASE = Duration.ofHours(8);
  static final Actor ADMIN = Actor.of("kim", "admin");

  final TestDatabase database;
  final RemovableToken token;
  final Unlock keystore;
  final AtomicLong nanos = new AtomicLong();
  final SetClock clock = new SetClock();
  final Vault vault;
  final PatientRef patient;
  final RecordKey key;

  private TokenVault(TestDatabase database, Path folder, VaultOptions options) {
    this.database = database;
    this.token = RemovableToken.in(folder);
    this.keystore =
        Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    try (Vault made = Vault.create(database.location(), token.unlock())) {
      made.administration(ADMIN).addSlot(token.unlock(), keystore);
    }
    vault = node(options.withClock(clock), nanos);
    patient = physician(vault).admit(new PatientIdentifier("urn:mrn", "1"));
    key = RecordKey.of(patient, "Observation", "bp");
    physician(vault).create(key, OneRecord.fields(OneRecord.VALUE));
  }

  static TokenVault in(TestDatabase database, Path folder) {
    return in(database, folder, VaultOptions.defaults().withNode("one"));
  }

  static TokenVault in(TestDatabase database, Path folder, VaultOptions options) {
    return new TokenVault(database, folder, options.withKeyLease(LEASE, Duration.ofHours(1)));
  }

  private Vault node(VaultOptions options, AtomicLong ticker) {
    StoreLocation location = StoreLocation.parse(database.location());
    return new Vault(VaultOpening.open(location, List.of(token.unlock()), options, ticker::get));
  }

  /** Another process, which the key store opened. */
  Vault other() {
    return Vault.open(
        database.location(), List.of(keystore), VaultOptions.defaults().withNode("two"));
  }

  static Session physician(Vault vault) {
    return vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
  }

  Session physician() {
    return physician(vault);
  }

  String value() {
    return physician().read(key).get(OneRecord.FIELD).asText();
  }

  void look() {
    vault.engine().keyWatch().look();
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  VaultStatus status() {
    return vault.administration(ADMIN).status();
  }

  /**
   * The details of all entries about the lease of keys, oldest first, as another node reads them.
   */
  List<String> leaseEntries(Vault reader) {
    return reader.auditTrail(Actor.of("ada", "auditor")).entries(0, 1_000).stream()
        .filter(line -> line.entry().event().name().equals("KEY_LEASE"))
        .map(line -> line.detail().orElseThrow())
        .toList();
  }

  @Override
  public void close() {
    vault.close();
  }

  /** A wall clock that somebody sets. */
  static final class SetClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-26T08:00:00Z");

    void set(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
