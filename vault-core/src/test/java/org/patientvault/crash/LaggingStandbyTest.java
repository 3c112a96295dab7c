package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.VaultStatus;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.Report;
import org.patientvault.audit.Tampering;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.PostgresStandby;

/**
 * What an asynchronous standby never got is lost when it is promoted. Nobody can bring it back; but
 * it is said, nothing is signed that contradicts what was signed, and an auditor finds it.
 */
@Tag("once")
class LaggingStandbyTest {
  private static final Map<String, Long> CONTENT = Map.of("status", 7L);

  @TempDir Path folder;
  private PostgresServer primary;
  private PostgresStandby standby;
  private VaultOnServer onServer;
  private Vault vault;
  private Session session;

  @BeforeEach
  void vaultThatNamesBothServers() throws Exception {
    primary = PostgresServer.start();
    standby = PostgresStandby.of(primary);
    PostgresDatabase database = primary.newDatabase();
    onServer = VaultOnServer.create(folder, standby.locationOfBoth(database), new Random(2026));
    vault = onServer.open("survivor");
    session = vault.as(Place.PHYSICIAN, Purpose.TREAT);
    session.create(key("kept"), Content.values(CONTENT));
  }

  @AfterEach
  void close() {
    standby.close();
    primary.close();
  }

  @Test
  void lostEntries_areReportedNeverContradictedAndFoundByAnAuditor() throws Exception {
    long lost = loseWhatIsWrittenNow();
    session.create(key("after"), Content.values(CONTENT));
    assertThat(vault.signingTrouble()).containsInstanceOf(VaultException.Tampered.class);
    assertThat(vault.signingTrouble().orElseThrow()).hasMessageContaining("went back");
    VaultStatus status = vault.administration(Place.ADMIN).status();
    assertThat(status.signingTrouble().orElseThrow()).contains("to " + (lost - 1));
    assertThatThrownBy(() -> session.read(key("lost"))).isInstanceOf(VaultException.NotFound.class);
    assertNothingIsSigned();
    assertThatThrownBy(vault::close).isInstanceOf(VaultException.Tampered.class);
    // Another process knows nothing of what was lost, and signs.
    onServer.open("newcomer").close();
    assertIsFoundBy(onServer.inspection().asBefore());
    Report stranger = onServer.inspection().asStranger();
    assertIsFoundBy(stranger);
    assertThat(stranger.verdicts())
        .hasAtLeastOneElementOfType(Tampering.Gap.class)
        .hasAtLeastOneElementOfType(Tampering.Lost.class);
  }

  /** The calls fail, so that the node boots anew and no counter has a gap; an entry tells it. */
  @Test
  void lossThatBeginsWithFailedCalls_isReportedAndNeverContradicted() throws Exception {
    holdBackAndWrite();
    primary.cluster().kill();
    assertThatThrownBy(() -> session.read(key("kept")))
        .isInstanceOf(VaultException.AuditUnavailable.class);
    standby.promote();
    session.create(key("after"), Content.values(CONTENT));
    assertThat(vault.signingTrouble().orElseThrow()).hasMessageContaining("went back");
    assertNothingIsSigned();
    assertThatThrownBy(vault::close).isInstanceOf(VaultException.Tampered.class);
    onServer.open("newcomer").close();
    assertIsFoundBy(onServer.inspection().asBefore());
    Report stranger = onServer.inspection().asStranger();
    assertIsFoundBy(stranger);
    assertThat(stranger.verdicts()).hasAtLeastOneElementOfType(Tampering.Lost.class);
  }

  /** Gives how many entries the log had. */
  private long loseWhatIsWrittenNow() throws Exception {
    long size = holdBackAndWrite();
    primary.cluster().kill();
    standby.promote();
    return size;
  }

  /** All of it is signed, and an auditor has seen it. */
  private long holdBackAndWrite() throws Exception {
    standby.awaitCaughtUp();
    standby.cable().hold();
    for (String each : List.of("lost", "lost-2", "lost-3")) {
      session.create(key(each), Content.values(CONTENT));
    }
    vault.auditTrail(Place.AUDITOR).export(folder.resolve("signed"));
    onServer.inspection().verify();
    return vault.auditTrail(Place.AUDITOR).size();
  }

  private void assertNothingIsSigned() {
    long signed = signedEntries();
    assertThatThrownBy(() -> vault.auditTrail(Place.AUDITOR).export(folder.resolve("refused")))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("nothing was signed");
    assertThat(signedEntries()).isEqualTo(signed);
  }

  private long signedEntries() {
    return vault.administration(Place.ADMIN).status().signedEntries();
  }

  private static void assertIsFoundBy(Report report) {
    assertThat(report.exitCode())
        .as(String.join("\n", report.lines()))
        .isEqualTo(ExitCode.TAMPERED);
  }

  private RecordKey key(String id) {
    return RecordKey.of(onServer.acknowledged().patients().get(0), Ack.TYPE, id);
  }
}
