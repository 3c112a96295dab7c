package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.AuditorInput;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.witness.WitnessAnswer;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.Databases;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/**
 * P7 with witnesses: a vault has its log cosigned, an auditor relies on it, and who holds the log's
 * own keys cannot take anything back.
 */
@Tag("once")
@OnBothStores
class WitnessedVaultTest {
  private static final Actor ADMIN = Actor.of("root", "admin");
  private static final Actor AUDITOR = Actor.of("auditor", "auditor");

  @TempDir Path folder;
  private volatile Instant now = Instant.parse("2026-01-15T08:00:00Z");
  private final VaultOptions options =
      VaultOptions.defaults().withClock(clock()).withPublishEvery(Duration.ofDays(1));

  private TestDatabase database;
  private Unlock unlock;
  private Vault vault;
  private ServedWitness dpo;
  private ServedWitness partner;
  private TrustPolicy policy;
  private int exports;
  private int patients;

  @BeforeEach
  void witnessedVault(TestDatabase fresh) throws Exception {
    database = fresh;
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    vault = Vault.create(database.location(), unlock, options);
    TrustPolicy log = auditorsPolicy();
    dpo = new ServedWitness(folder.resolve("w1"), "witness.example.org/dpo", clock()).signsFor(log);
    partner = new ServedWitness(folder.resolve("w2"), "w.partner.example/1", clock()).signsFor(log);
    trust(dpo.line("dpo") + partner.line("partner") + "group g 2 dpo partner\nquorum g\n");
    policy = auditorsPolicy();
  }

  @AfterEach
  void close() {
    dpo.close();
    partner.close();
    try {
      vault.close();
    } catch (VaultException e) {
      assertThat(e).isInstanceOf(VaultException.Tampered.class);
    }
  }

  private Clock clock() {
    InstantSource source = () -> now;
    return source.withZone(ZoneOffset.UTC);
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  private Vault reopened(String location) {
    return Vault.open(location, List.of(unlock), options);
  }

  /** As it is now; the vault is open again afterwards. */
  private TestDatabase copied(Databases databases) {
    vault.close();
    TestDatabase copy = databases.copyOf(database);
    vault = reopened(database.location());
    return copy;
  }

  private void trust(String text) {
    vault.administration(ADMIN).trustWitnesses(text.getBytes(StandardCharsets.UTF_8));
  }

  private TrustPolicy auditorsPolicy() {
    return TrustPolicy.parse(trail(vault).trustPolicy().getBytes(StandardCharsets.UTF_8));
  }

  private static AuditTrail trail(Vault of) {
    return of.auditTrail(AUDITOR);
  }

  private void admit(Vault into) {
    into.as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
        .admit(new PatientIdentifier("urn:mrn", "p" + patients++));
  }

  private Path export() {
    Path bundle = folder.resolve("bundle-" + exports++);
    trail(vault).export(bundle);
    return bundle;
  }

  private Path exportUnasked(String location) {
    Path bundle = folder.resolve("bundle-" + exports++);
    Vault.exportLog(location, bundle);
    return bundle;
  }

  private Report verify(Path bundle, Bytes... heads) {
    return BundleVerifier.verify(
        bundle, policy, AuditorInput.of(Optional.empty()).withHeads(List.of(heads)));
  }

  private String origin() {
    return policy.origins().get(0);
  }

  @Test
  void honestVault_isVerifiedWithItsWitnesses() {
    admit(vault);
    WitnessStatus asked = trail(vault).askWitnesses();
    assertThat(asked.witnesses())
        .extracting(WitnessInfo::seenSize)
        .containsOnly(asked.quorumSize());
    Report report = verify(export());
    assertThat(report.exitCode()).isEqualTo(ExitCode.VERIFIED);
    assertThat(report.lines()).noneMatch(line -> line.startsWith("NO OUTSIDE HEAD"));
    assertThat(report.lines().get(0))
        .startsWith("VERIFIED")
        .contains("signatures=2/2 witnesses=2/2");
    assertThat(Vault.verifyRecords(database.location(), List.of(unlock), options).findings())
        .isEmpty();
    assertThat(vault.administration(ADMIN).witnesses().overdue()).isFalse();
  }

  /** The second answer comes behind the first: what covers a note's first lines goes on to fit. */
  @Test
  void linesOfWitnesses_comeBehindTheNotesOwnAndStay() {
    trail(vault).askWitnesses();
    long size = vault.administration(ADMIN).witnesses().quorumSize();
    String note =
        new String(
            readNote("checkpoints/" + size, exportUnasked(database.location())),
            StandardCharsets.UTF_8);
    assertThat(note.lines().skip(4).map(line -> line.split(" ", -1)[1]))
        .containsExactly(origin(), origin(), "witness.example.org/dpo", "w.partner.example/1");
  }

  private static byte[] readNote(String name, Path bundle) {
    try {
      return java.nio.file.Files.readAllBytes(bundle.resolve(name));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Of one minute only the last signature is kept; but what was cosigned is. */
  @Test
  void cosignedHead_isKeptWhenTheMinutesLaterOnesAreNot() {
    long first = trail(vault).askWitnesses().quorumSize();
    for (int i = 0; i < 3; i++) {
      admit(vault);
      vault.engine().publishing.now();
    }
    List<Long> kept =
        vault
            .engine()
            .store
            .read(
                rows -> {
                  List<Long> sizes = new java.util.ArrayList<>();
                  rows.streamCheckpoints(
                      vault.engine().shard().number(), row -> sizes.add(row.size()));
                  return sizes;
                });
    assertThat(kept).contains(first).hasSize(2);
    Report report = verify(exportUnasked(database.location()));
    assertThat(report.exitCode()).isEqualTo(ExitCode.POLICY_NOT_MET);
    assertThat(report.lines())
        .anyMatch(line -> line.startsWith("POLICY NOT MET"))
        .anyMatch(line -> line.equals("WITNESS 0 of 2 policy-name=g"))
        .anyMatch(
            line ->
                line.startsWith("NO OUTSIDE HEAD: entries " + first + "..")
                    && line.contains("came after the newest cosigned head")
                    && line.contains("newest witness time=2026-01-15T08:00:00Z"));
  }

  @Test
  void exportUpToTheCosignedHead_asksNobody() {
    trail(vault).askWitnesses();
    dpo.fallSilent();
    partner.fallSilent();
    admit(vault);
    Path bundle = folder.resolve("cosigned");
    trail(vault).exportCosigned(bundle);
    assertThat(verify(bundle).exitCode()).isEqualTo(ExitCode.VERIFIED);
  }

  @Test
  void oneSilentWitness_isAShortfallAndAfterAWhileAWarning() {
    partner.close();
    admit(vault);
    Report report = verify(export());
    assertThat(report.exitCode()).isEqualTo(ExitCode.POLICY_NOT_MET);
    assertThat(report.lines()).contains("WITNESS 1 of 2 policy-name=g");
    assertThat(report.lines()).noneMatch(line -> line.startsWith("NO OUTSIDE HEAD"));
    WitnessStatus status = vault.administration(ADMIN).witnesses();
    assertThat(status.overdue()).isFalse();
    assertThat(status.witnesses().get(1).trouble()).isPresent();
    later(Duration.ofMinutes(16));
    assertThat(vault.administration(ADMIN).witnesses().overdue()).isTrue();
    admit(vault);
    vault.engine().publishing.now();
  }

  /** (a) An older copy of the database is put back after a witness saw more. */
  @Test
  void olderCopyPutBack_isSignedNoMore_andTheWitnesssHeadShowsIt(Databases databases) {
    trail(vault).askWitnesses();
    TestDatabase older = copied(databases);
    admit(vault);
    long seen = trail(vault).askWitnesses().quorumSize();
    Path before = exportUnasked(older.location());
    long had =
        Long.parseLong(
            new String(readNote("checkpoint", before), StandardCharsets.UTF_8).split("\n", -1)[1]);
    Report report = verify(before, dpo.keptHead(origin()));
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
    assertThat(report.lines().get(0))
        .isEqualTo(
            "ROLLED BACK witness witness.example.org/dpo saw size="
                + seen
                + " at 2026-01-15T08:00:00Z; bundle has "
                + had);
    assertThat(report.evidence()).hasSize(2);

    Vault back = reopened(older.location());
    assertThatThrownBy(() -> trail(back).askWitnesses())
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("nothing is signed any more: the witness dpo saw " + seen);
    assertThat(back.signingTrouble())
        .hasValueSatisfying(t -> assertThat(t.toString()).contains("dpo saw"));
    admit(back);
    assertThatThrownBy(back.engine().publishing::now).isInstanceOf(VaultException.Tampered.class);
    assertThatThrownBy(back::close).isInstanceOf(VaultException.Tampered.class);
  }

  /** The same, grown again beyond what the witness saw: its size alone tells nothing. */
  @Test
  void olderCopyThatGrewAgain_isContradicted(Databases databases) {
    trail(vault).askWitnesses();
    TestDatabase older = copied(databases);
    admit(vault);
    trail(vault).askWitnesses();
    Vault back = reopened(older.location());
    for (int i = 0; i < 20; i++) {
      admit(back);
    }
    assertThatThrownBy(() -> trail(back).askWitnesses())
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("saw other entries than those that are here");
    assertThatThrownBy(back::close).isInstanceOf(VaultException.Tampered.class);
  }

  /** (b) Who holds the log's keys shows one history to one witness and another to the other. */
  @Test
  void twoHistoriesForTwoWitnesses_areAForkWithEvidence(Databases databases) {
    TestDatabase twin = copied(databases);
    trust(dpo.line("dpo") + "quorum dpo\n");
    Path shown;
    try (Vault one = vault) {
      admit(one);
      trail(one).askWitnesses();
      shown = export();
    }
    vault = reopened(twin.location());
    trust(partner.line("partner") + "quorum partner\n");
    for (int i = 0; i < 10; i++) {
      later(Duration.ofSeconds(1));
      admit(vault);
    }
    trail(vault).askWitnesses();
    Path other = export();
    assertThat(verify(shown).lines()).noneMatch(line -> line.startsWith("FORKED"));
    Report report = verify(other, dpo.keptHead(origin()));
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
    assertThat(report.lines().get(0))
        .matches("FORKED size=[0-9]+ root-a=.* \\(signed\\) root-b=.*");
    assertThat(report.evidence()).contains(dpo.keptHead(origin())).hasSize(2);
  }

  /** It may have been a lie, or somebody on the way: care went on, and signing goes on now. */
  @Test
  void alarm_isOverWhenTheWitnessCosignsAgain() {
    dpo.claims(Optional.of(1_000_000L));
    assertThatThrownBy(() -> trail(vault).askWitnesses())
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("the witness dpo saw 1000000 entries");
    admit(vault);
    assertThatThrownBy(vault.engine().publishing::now).isInstanceOf(VaultException.Tampered.class);
    dpo.claims(Optional.empty());
    vault.engine().witnessing().ask();
    assertThat(vault.signingTrouble()).isEmpty();
    assertThat(verify(export()).exitCode()).isEqualTo(ExitCode.VERIFIED);
  }

  @Test
  void hangingWitness_delaysNobody() throws Exception {
    dpo.fallSilent();
    Thread asking = new Thread(() -> vault.engine().witnessing().ask());
    admit(vault);
    vault.engine().publishing.now();
    asking.start();
    long before = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      admit(vault);
      vault.engine().publishing.now();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(9));
    assertThat(asking.isAlive()).isTrue();
    vault.close();
    asking.join(Duration.ofSeconds(5).toMillis());
    assertThat(asking.isAlive()).isFalse();
  }

  @Test
  void requestByHand_hasTheSameAnswer() {
    trust("witness dpo " + dpo.keys().mlDsa44().vkey() + "\nquorum dpo\n");
    policy = auditorsPolicy();
    for (int round = 0; round < 2; round++) {
      admit(vault);
      byte[] request = trail(vault).witnessRequest("dpo", OptionalLong.empty());
      WitnessAnswer answer = dpo.ask(request);
      assertThat(answer.status()).isEqualTo(200);
      admit(vault);
      vault.engine().publishing.now();
      long size = trail(vault).addCosignatures(request, answer.body().toArray());
      assertThat(vault.administration(ADMIN).witnesses().quorumSize()).isEqualTo(size);
      Path bundle = folder.resolve("by-hand-" + round);
      trail(vault).exportCosigned(bundle);
      assertThat(verify(bundle).exitCode()).isEqualTo(ExitCode.VERIFIED);
    }
    byte[] request = trail(vault).witnessRequest("dpo", OptionalLong.empty());
    byte[] stranger = "— w.example/x AAAAAAA=\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> trail(vault).addCosignatures(request, stranger))
        .isInstanceOf(VaultException.KeyUnavailable.class);
    assertThatThrownBy(() -> trail(vault).witnessRequest("nobody", OptionalLong.empty()))
        .isInstanceOf(VaultException.NotFound.class);
    assertThatThrownBy(() -> trail(vault).witnessRequest("dpo", OptionalLong.of(1 << 20)))
        .isInstanceOf(VaultException.Refused.class);
    assertThat(Vault.verifyRecords(database.location(), List.of(unlock), options).findings())
        .isEmpty();
  }

  /** P3: who edits rows puts no witness of his own, none and none of old in force. */
  @Test
  void witnessesChangedInTheDatabase_areNotBelieved() throws Exception {
    String own = "witness mine " + partner.keys().ed25519().vkey() + "\nquorum mine\n";
    try (AttackedDatabase attacked = new AttackedDatabase(database)) {
      attacked.execute("CREATE TABLE aside AS SELECT * FROM config");
      for (String change :
          List.of(
              "UPDATE config SET body = ? WHERE kind = 'witnesses'",
              "DELETE FROM config WHERE kind = 'witnesses'",
              "INSERT INTO config SELECT kind, version + 1, ?, log_shard, log_idx FROM aside"
                  + " WHERE kind = 'witnesses'")) {
        vault.close();
        if (change.contains("?")) {
          attacked.execute(change, (Object) own.getBytes(StandardCharsets.UTF_8));
        } else {
          attacked.execute(change);
        }
        assertThatThrownBy(() -> reopened(database.location()).administration(ADMIN).witnesses())
            .as(change)
            .isInstanceOf(VaultException.Tampered.class);
        assertThat(Vault.verifyRecords(database.location(), List.of(unlock), options).findings())
            .as(change)
            .isNotEmpty();
        attacked.execute("DELETE FROM config");
        attacked.execute("INSERT INTO config SELECT * FROM aside");
        vault = reopened(database.location());
      }
      attacked.execute("DROP TABLE aside");
    }
    assertThat(vault.administration(ADMIN).witnesses().witnesses()).hasSize(2);
  }

  @Test
  void linesChangedInTheDatabase_areFound() throws Exception {
    trail(vault).askWitnesses();
    vault.close();
    try (AttackedDatabase attacked = new AttackedDatabase(database)) {
      attacked.execute("UPDATE log_cosignature SET witness = 'w+00000000' WHERE place = 0");
    }
    assertThat(Vault.verifyRecords(database.location(), List.of(unlock), options).findings())
        .hasSize(1)
        .allMatch(line -> line.matches("COSIGNATURE CHANGED size=[0-9]+ place=0"));
    vault = reopened(database.location());
  }

  @Test
  void whatIsNoPolicyOfWitnesses_isRefusedAndLogged() {
    int before = trail(vault).entries(0, 1000).size();
    for (String text :
        List.of(
            "",
            "quorum nobody\n",
            "witness w " + dpo.keys().mlDsa44().vkey() + " ftp://x.example/\nquorum w\n",
            trail(vault).trustPolicy())) {
      assertThatThrownBy(() -> trust(text)).isInstanceOf(VaultException.InvalidInput.class);
    }
    assertThatThrownBy(
            () ->
                vault
                    .administration(Actor.of("dr.lea", "physician"))
                    .trustWitnesses("quorum none\n".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(VaultException.AccessDenied.class);
    trust("quorum none\n");
    assertThat(vault.administration(ADMIN).witnesses().witnesses()).isEmpty();
    assertThat(trail(vault).entries(0, 1000).size()).isGreaterThan(before);
  }

  @Test
  void closedLog_isCosignedAsItEnded() throws Exception {
    admit(vault);
    String first = trail(vault).logs().get(0);
    vault.administration(ADMIN).closeLog();
    admit(vault);
    trail(vault).askWitnesses();
    Path bundle = folder.resolve("closed");
    trail(vault).ofLog(first).export(bundle);
    Report report = BundleVerifier.verify(bundle, policy, Optional.empty());
    assertThat(report.exitCode().code()).as(String.join("\n", report.lines())).isZero();
    assertThat(report.lines()).anyMatch(line -> line.contains(" witnesses=2/2 "));
  }
}
