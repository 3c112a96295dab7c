package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.AuditRules;
import org.patientvault.audit.AuditorInput;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.IndexRange;
import org.patientvault.audit.Report;
import org.patientvault.audit.TimeDemands;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.anchor.TimeStampRequest;
import org.patientvault.audit.anchor.TsaTrust;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stamps.TestTsa;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P7 on a real vault with time stamps: got, kept, exported, and attacked. */
@Tag("once")
@OnBothStores
class AnchorsTest {
  /** Days pass at once here. */
  private static final AuditRules ANY_PACE = new AuditRules(Duration.ZERO, Duration.ZERO);

  private static final Actor ADMIN = Actor.of("root", "admin");

  private final TestTsa tsa = new TestTsa();
  private final TsaTrust trust = TsaTrust.parse(tsa.rootPem());
  private volatile Instant now = Instant.parse("2026-01-15T08:00:00Z");

  @TempDir Path folder;
  private TestDatabase database;
  private Vault vault;
  private int bundles;

  @BeforeEach
  void aVault(TestDatabase fresh) {
    database = fresh;
    vault = Vault.create(database.location(), StoredLog.PASSPHRASE, options());
    admit("1");
  }

  private VaultOptions options() {
    InstantSource clock = () -> now;
    return VaultOptions.defaults().withClock(clock.withZone(ZoneOffset.UTC));
  }

  /** A process does not go back behind the times that it wrote itself; another one does. */
  private void reopen() {
    vault.close();
    vault = Vault.open(database.location(), List.of(StoredLog.PASSPHRASE), options());
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private void admit(String mrn) {
    vault
        .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
        .admit(new PatientIdentifier("urn:mrn", mrn));
  }

  private Anchors anchors() {
    return vault.administration(ADMIN).anchors();
  }

  private Anchor obtain() {
    try (TestTsa.Server server = tsa.serve(now.plusSeconds(1))) {
      return anchors().obtain(server.address(), trust);
    }
  }

  private Report verify(TimeDemands demands) {
    Path bundle = folder.resolve("bundle-" + bundles++);
    AuditTrail trail = vault.auditTrail(StoredLog.AUDITOR);
    trail.export(bundle);
    TrustPolicy policy = TrustPolicy.parse(trail.trustPolicy().getBytes(StandardCharsets.UTF_8));
    return BundleVerifier.verify(
        bundle, policy, AuditorInput.of(Optional.empty()).withTimes(demands).withRules(ANY_PACE));
  }

  private Report verify() {
    return verify(TimeDemands.of(trust));
  }

  private static void assertLine(Report report, int code, String pattern) {
    assertThat(report.lines()).anyMatch(line -> line.matches(pattern));
    assertThat(report.exitCode().code()).as(report.lines().toString()).isEqualTo(code);
  }

  @Test
  void obtained_isKeptNamedByAnEntryAndExported() {
    Anchor first = obtain();
    now = now.plus(Duration.ofDays(1));
    admit("2");
    obtain();
    admit("3");
    assertLine(verify(), 0, "VERIFIED .* anchors=2 erased=0");
    List<AuditLine> entries = vault.auditTrail(StoredLog.AUDITOR).entries(0, 100);
    AuditLine entry =
        entries.stream()
            .filter(e -> e.entry().event() == EventCode.ANCHOR)
            .findFirst()
            .orElseThrow();
    assertThat(entry.entry().ranges()).containsExactly(new IndexRange(0, first.size() - 1));
    VaultStatus status = vault.administration(ADMIN).status();
    assertThat(status.newestAnchor()).contains(now.plusSeconds(1));
    assertThat(status.reading().orElseThrow()).matches("[0-9]+ [0-9a-f]{20}");
  }

  /** The answer comes by hand: meanwhile the log goes on, and its checkpoint stays. */
  @Test
  void carriedByHand_isAddedAMinuteLater() {
    AnchorRequest request = anchors().request();
    byte[] answer = tsa.answer(request.query().toArray(), now.plusSeconds(20));
    for (int i = 0; i < 5; i++) {
      admit("more-" + i);
      vault.engine().publishing.now();
    }
    now = now.plusSeconds(60);
    Anchor added = anchors().add(answer, trust);
    assertThat(added.size()).isEqualTo(request.size());
    assertThat(added.stamped()).contains(now.minusSeconds(40));
    assertLine(verify(), 0, "VERIFIED .* anchors=1 .*");
    assertThatThrownBy(() -> anchors().add(answer, trust))
        .isInstanceOf(VaultException.NotFound.class);
  }

  @Test
  void answersThatAreNone_areRefusedAndNothingIsKept() {
    AnchorRequest request = anchors().request();
    byte[] query = request.query().toArray();
    Anchors anchors = anchors();
    byte[] stranger = new TestTsa().answer(query, now);
    assertThatThrownBy(() -> anchors.add(stranger, trust))
        .isInstanceOf(VaultException.KeyUnavailable.class);
    byte[] old = tsa.answer(query, TestTsa.VALID_UNTIL.plusSeconds(1));
    assertThatThrownBy(() -> anchors.add(old, trust))
        .isInstanceOf(VaultException.InvalidInput.class);
    byte[] otherNonce =
        tsa.answer(new TimeStampRequest(request.note(), Bytes.of(new byte[8])).encoded(), now);
    assertThatThrownBy(() -> anchors.add(otherNonce, trust))
        .isInstanceOf(VaultException.NotFound.class);
    assertThat(anchors.list()).singleElement().matches(each -> each.stamped().isEmpty());
    assertLine(verify(), 0, "VERIFIED .* anchors=0 .*");
  }

  /** The right nonce over another note: an authority that was told something else. */
  @Test
  void answerOverSomethingElse_isRefused() {
    AnchorRequest request = anchors().request();
    admit("2");
    AnchorRequest second = anchors().request();
    byte[] nonce = StoredAnchors.nonce(database, request.size());
    byte[] crossed =
        tsa.answer(new TimeStampRequest(second.note(), Bytes.of(nonce)).encoded(), now);
    assertThatThrownBy(() -> anchors().add(crossed, trust))
        .isInstanceOf(VaultException.Refused.class);
  }

  @Test
  void authorityThatIsAway_leavesNothingBehind() {
    TestTsa.Server server = tsa.serve(now);
    server.close();
    assertThatThrownBy(() -> anchors().obtain(server.address(), trust))
        .isInstanceOf(VaultException.StorageFailed.class);
    assertThat(anchors().list()).isEmpty();
  }

  @Test
  void requestNobodyAnswered_goesAfterAMonth() {
    anchors().request();
    now = now.plus(Duration.ofDays(31));
    admit("2");
    anchors().request();
    assertThat(anchors().list()).hasSize(1);
  }

  @Test
  void whoMayNotAdminister_asksForNone() {
    Anchors physicians = vault.administration(Actor.of("dr.lea", "physician")).anchors();
    assertThatThrownBy(physicians::request).isInstanceOf(VaultException.AccessDenied.class);
  }

  /** Whoever runs the vault sets its clock back to hide when something was read. */
  @Test
  void clockSetBackAfterATimeStamp_isBackdated() {
    obtain();
    now = now.minus(Duration.ofDays(3));
    reopen();
    admit("hidden");
    now = now.plus(Duration.ofDays(3)).plusSeconds(60);
    admit("3");
    assertLine(
        verify(),
        3,
        "BACKDATED index=[0-9]+ t=2026-01-12T08:00:00Z but anchor at size [0-9]+ says >="
            + " 2026-01-15T08:00:00Z");
  }

  @Test
  void clockAhead_isToldByNode() {
    now = now.plus(Duration.ofHours(2));
    admit("early");
    now = now.minus(Duration.ofHours(2));
    obtain();
    assertLine(
        verify(),
        4,
        "CLOCK node=\\S+ entries=[0-9]+\\.\\.[0-9]+ differ from anchor by PT1H59M59S at"
            + " index=[0-9]+");
  }

  @Test
  void tokenReplacedByOneOverAnotherNote_isInvalidAndTheOwnIsMissed() {
    Anchor kept = obtain();
    byte[] other =
        tsa.answer(
            new TimeStampRequest(Bytes.of(new byte[] {1}), Bytes.of(new byte[8])).encoded(), now);
    StoredAnchors.replace(database, kept.size(), other);
    Report report = verify();
    assertLine(report, 3, "ANCHOR INVALID imprint file=anchor/[0-9]+-1\\.tsr");
    assertThat(report.lines()).anyMatch(line -> line.startsWith("CANNOT TELL time stamp "));
  }

  @Test
  void rowOfATimeStampDeleted_isMissed() {
    obtain();
    StoredAnchors.delete(database);
    Report report = verify();
    assertLine(report, 2, "CANNOT TELL time stamp [0-9a-f]{64} not in bundle");
  }

  @Test
  void otherAuthority_isUntrustedAndNoneIsSaid() {
    obtain();
    assertLine(
        verify(TimeDemands.of(TsaTrust.parse(new TestTsa().rootPem()))),
        2,
        "ANCHOR UNTRUSTED TSA file=anchor/[0-9]+-1\\.tsr .*");
    assertLine(verify(TimeDemands.of(TsaTrust.nobody())), 0, "ANCHOR NOT CHECKED anchors=1 .*");
  }

  @Test
  void daysWithoutATimeStamp_areAGap() {
    obtain();
    now = now.plus(Duration.ofDays(8));
    admit("2");
    obtain();
    assertLine(
        verify(TimeDemands.of(trust).demanding(Duration.ofDays(1))),
        4,
        "ANCHOR GAP 2026-01-15T08:00:01Z\\.\\.2026-01-23T08:00:01Z");
  }
}
