package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.AuditorInput;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.ClosedLog;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.ReopenedLog;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.stores.Databases;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** P7: a log that does not go on from the closed one before it is found, as is a missing one. */
@Tag("once")
@OnBothStores
class BrokenChainTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);
  private static final Actor AUDITOR = Actor.of("otto", "auditor");

  @TempDir Path folder;
  private TestDatabase database;
  private String year;
  private int exported;

  @BeforeEach
  void aVault(TestDatabase fresh) {
    database = fresh;
    try (Vault vault = Vault.create(database.location(), PASSPHRASE)) {
      admit(vault, "1");
      year = vault.engine().shard().name();
    }
  }

  private static void admit(Vault vault, String mrn) {
    vault
        .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
        .admit(new PatientIdentifier("urn:mrn", mrn));
  }

  private static void close(TestDatabase any) {
    try (Vault vault = Vault.open(any.location(), PASSPHRASE)) {
      vault.administration(Actor.of("ada", "admin")).closeLog();
    }
  }

  /** A bundle with the policy for it. */
  private record Exported(Path bundle, TrustPolicy policy) {
    byte[] note() {
      try {
        return Files.readAllBytes(bundle.resolve("checkpoint"));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    Report verify() {
      return BundleVerifier.verify(bundle, policy, Optional.empty());
    }

    Report verify(ClosedLog previous) {
      return BundleVerifier.verify(
          bundle, policy, AuditorInput.of(Optional.empty()).withPrevious(previous));
    }
  }

  private Exported export(TestDatabase any, String log) {
    try (Vault vault = Vault.open(any.location(), PASSPHRASE)) {
      AuditTrail trail = vault.auditTrail(AUDITOR).ofLog(log);
      String policy = trail.trustPolicy();
      Path bundle = folder.resolve("bundle-" + exported++);
      trail.export(bundle);
      return new Exported(bundle, TrustPolicy.parse(policy.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static ClosedLog note(Exported closed) {
    return ClosedLog.ofNote(closed.note());
  }

  private List<String> findings(TestDatabase any) {
    return Vault.verifyRecords(any.location(), PASSPHRASE).findings();
  }

  private static void assertBroken(Report report) {
    assertThat(report.exitCode().code()).isEqualTo(3);
    assertThat(report.lines()).anyMatch(line -> line.startsWith("CHAIN BROKEN previous="));
    assertThat(report.lines()).noneMatch(line -> line.startsWith("VERIFIED"));
  }

  @Test
  void nextLog_saysWhichItFollowsAndNoteOrStateProvesIt() {
    close(database);
    Exported closed = export(database, year);
    Exported next = export(database, year + "-2");
    assertThat(next.verify().lines())
        .anyMatch(line -> line.startsWith("FOLLOWS ") && line.endsWith(", as GENESIS says"));
    AuditorState state = closed.verify().state(Instant.now(), "test").orElseThrow();
    for (ClosedLog kept : List.of(note(closed), ClosedLog.ofState(state))) {
      Report report = next.verify(kept);
      assertThat(report.exitCode().code()).as(String.join("\n", report.lines())).isZero();
      assertThat(report.lines())
          .anyMatch(line -> line.startsWith("FOLLOWS origin=" + kept.origin() + " size="))
          .anyMatch(line -> line.endsWith(", which ends as what you kept of it says"));
    }
  }

  @Test
  void whatWasKeptBeforeTheEnd_provesNothing() {
    Exported early = export(database, year);
    close(database);
    Report report = export(database, year + "-2").verify(note(early));
    assertThat(report.exitCode().code()).isEqualTo(2);
    assertThat(report.lines()).anyMatch(line -> line.startsWith("CANNOT TELL previous has "));
  }

  @Test
  void anotherEndOfTheClosedLog_breaksTheChain(Databases databases) {
    TestDatabase aside = databases.copyOf(database);
    close(database);
    close(aside);
    assertBroken(export(database, year + "-2").verify(note(export(aside, year))));
    AuditorState other = export(aside, year).verify().state(Instant.now(), "t").orElseThrow();
    assertBroken(export(database, year + "-2").verify(ClosedLog.ofState(other)));
  }

  @Test
  void logThatWasLeftOut_breaksTheChain(Databases databases) {
    TestDatabase aside = databases.copyOf(database);
    close(database);
    close(database);
    Exported leftOut = export(database, year + "-2");
    Clock nextYear = Clock.offset(Clock.systemUTC(), Duration.ofDays(366));
    int next = Integer.parseInt(year) + 1;
    try (Vault vault =
        Vault.open(
            aside.location(), List.of(PASSPHRASE), VaultOptions.defaults().withClock(nextYear))) {
      vault.administration(Actor.of("ada", "admin")).closeLog();
    }
    assertBroken(export(aside, String.valueOf(next)).verify(note(leftOut)));
  }

  @Test
  void logBetweenThatIsNotShown_cannotBeTold() {
    close(database);
    Exported before = export(database, year);
    close(database);
    Report report = export(database, year + "-3").verify(note(before));
    assertThat(report.exitCode().code()).isEqualTo(2);
    assertThat(report.lines())
        .anyMatch(line -> line.contains("; this log follows ") && line.endsWith("/" + year + "-2"));
  }

  @Test
  void closedLogThatWentOn_isMalformedAndNoLongerTheOneThatIsNamed() throws SQLException {
    close(database);
    try (Vault vault = Vault.open(database.location(), PASSPHRASE)) {
      LogHeadRow head =
          vault.engine().store.read(rows -> rows.logHead(Integer.parseInt(year)).orElseThrow());
      ReopenedLog.append(
          database,
          head,
          vault.engine().keys.stateMac(),
          LogBooks.signer(vault.engine().logKeys()));
    }
    Exported reopened = export(database, year);
    assertThat(reopened.verify().lines())
        .anyMatch(line -> line.matches("MALFORMED index=[0-9]+ CLOSE must be the last entry"));
    assertBroken(export(database, year + "-2").verify(note(reopened)));
    assertThat(findings(database))
        .containsExactly(
            "CHAIN BROKEN log="
                + year
                + "-2 (the log before it ends with another note than its GENESIS names)");
  }

  @Test
  void otherNoteOfTheClosedLog_isFoundAmongTheRows(Databases databases) throws SQLException {
    close(database);
    TestDatabase aside = databases.copyOf(database);
    sql(aside, "DELETE FROM log_checkpoint WHERE shard = " + year);
    assertThat(findings(aside))
        .containsExactly(
            "CHAIN BROKEN log="
                + year
                + "-2 (the log before it ends with another note than its GENESIS names)");
    assertThat(findings(database)).isEmpty();
  }

  @Test
  void missingLog_isFoundAmongTheRows() throws SQLException {
    close(database);
    close(database);
    for (String table :
        List.of("log_head", "log_detail", "log_subject", "log_checkpoint", "log_entry")) {
      sql(database, "DELETE FROM " + table + " WHERE shard = 1" + year);
    }
    assertThat(findings(database))
        .contains("CHAIN BROKEN log=" + year + "-3 (the log before it is gone: " + origin() + ")");
  }

  private String origin() {
    try (Vault vault = Vault.open(database.location(), PASSPHRASE)) {
      String newest = vault.auditTrail(AUDITOR).origin();
      return newest.substring(0, newest.lastIndexOf('/') + 1) + year + "-2";
    }
  }

  private static void sql(TestDatabase any, String text) throws SQLException {
    try (Connection connection = any.connect()) {
      any.dropGuards(connection);
      TestDatabase.execute(connection, text);
    }
  }
}
