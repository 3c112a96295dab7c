package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Somebody who can write the rows keeps the right to sign for himself. */
@Tag("once")
@OnBothStores
class SigningHeldUpTest {
  private volatile Instant now = Instant.parse("2026-01-15T09:00:00Z");

  @TempDir Path folder;
  private TestDatabase database;
  private StoredLog log;
  private Vault vault;

  @BeforeEach
  void anOpenVault(TestDatabase fresh) {
    database = fresh;
    log = StoredLog.make(database, folder, 1, 1);
    InstantSource source = () -> now;
    Clock clock = source.withZone(ZoneOffset.UTC);
    vault = Vault.open(log.location(), List.of(StoredLog.PASSPHRASE), signingOften(clock));
  }

  private static VaultOptions signingOften(Clock clock) {
    VaultOptions usual = VaultOptions.defaults();
    return usual.withPublishEvery(Duration.ofMillis(20)).withClock(clock);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void leaseOfAStranger_isReportedAfterAFewLeaseTimesUntilTheLogIsSigned() throws Exception {
    Instant start = now;
    takeLease(Duration.ofSeconds(100));
    admit("unsigned");
    waitFor(() -> vault.signingTrouble().isPresent());
    assertThat(Duration.between(start, now)).isGreaterThan(Duration.ofSeconds(6));
    assertThat(vault.signingTrouble().orElseThrow())
        .isInstanceOf(VaultException.StorageFailed.class)
        .hasMessageContaining("another process has held the right to sign since 2026-01-15T09:0");
    assertThat(vault.administration(Actor.of("root", "admin")).status().signingTrouble())
        .isPresent();

    log.sql("DELETE FROM lease");
    waitFor(() -> vault.signingTrouble().isEmpty());
    assertThat(isSigned()).isTrue();
  }

  @Test
  void leaseForLongerThanAClockIsSetBack_holdsNobodyUp() throws Exception {
    takeLease(Duration.ofMinutes(3));
    admit("signed");
    waitFor(this::isSigned);
  }

  private void takeLease(Duration time) {
    log.sqlWith(
        "INSERT INTO lease VALUES ('publisher', 'stranger', ?)"
            + " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder,"
            + " expires_ms = excluded.expires_ms",
        database.clockOfLeases(now).plus(time).toEpochMilli());
  }

  private void admit(String mrn) {
    vault
        .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
        .admit(new PatientIdentifier("urn:mrn", mrn));
  }

  private boolean isSigned() {
    return log.number("SELECT max(size) FROM log_checkpoint")
        == log.number("SELECT count(*) FROM log_entry");
  }

  /** The vault's time moves on while this waits. */
  private void waitFor(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      now = now.plusMillis(100);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
