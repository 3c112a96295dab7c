package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.AdministratorKey;
import org.patientvault.audit.AuditorInput;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.ChangeRequest;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.PatientErasure;
import org.patientvault.audit.Report;
import org.patientvault.audit.RequestAnswer;
import org.patientvault.audit.RequestKind;
import org.patientvault.audit.SignedRequest;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;

/** What an auditor finds when somebody who holds the keys does alone what two have to agree to. */
@Tag("once")
class TwoPersonVerdictTest {
  @TempDir Path folder;
  private TwoAdministrators two;
  private Vault vault;
  private int bundles;

  @BeforeEach
  void open() {
    two = new TwoAdministrators("jdbc:sqlite:" + folder.resolve("a.vault"), folder);
    vault = two.open();
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private Path export() {
    vault.engine().publishing.now();
    Path bundle = folder.resolve("bundle-" + bundles++);
    vault.auditTrail(StoredLog.AUDITOR).export(bundle);
    return bundle;
  }

  private TrustPolicy trusted() {
    return TrustPolicy.parse(
        vault.auditTrail(StoredLog.AUDITOR).trustPolicy().getBytes(StandardCharsets.UTF_8));
  }

  private List<String> found() {
    return alone(BundleVerifier.verify(export(), trusted(), Optional.empty()));
  }

  private static List<String> alone(Report report) {
    List<String> lines =
        report.lines().stream().filter(line -> line.startsWith("ONE PERSON")).toList();
    assertThat(report.exitCode())
        .isEqualTo(lines.isEmpty() ? ExitCode.VERIFIED : ExitCode.POLICY_NOT_MET);
    return lines;
  }

  /** Own code of somebody who holds a slot's secret: it appends what it likes. */
  private record Append(EntryDraft draft, Optional<byte[]> text) implements Unit<Long> {
    @Override
    public boolean mutates() {
      return true;
    }

    @Override
    public Long run(LedgerTransaction transaction) {
      if (text.isEmpty()) {
        return transaction.append(draft);
      }
      PayloadRow payload = Founding.payload(Bytes.of(text.get()));
      transaction.rows().putPayload(payload);
      return transaction.append(draft.publishing(payload.sha256()));
    }

    @Override
    public List<EntryDraft> refusal(VaultException why) {
      return List.of(draft.failed(why));
    }
  }

  private EntryDraft draft(EventCode event) {
    return EntryDraft.of(event).by(TwoAdministrators.ACTOR, Purpose.HSYSADMIN);
  }

  private long append(EntryDraft draft, byte[] text) {
    return vault.engine().ledger.commit(new Append(draft, Optional.of(text)));
  }

  private static EntryDraft under(EntryDraft draft, String id) {
    return draft.agreed(id, List.of(Approval.actor("anna"), Approval.actor("ben")));
  }

  private ChangeRequest request(RequestKind kind, String admin, Instant expires) {
    return new ChangeRequest(
        vault.engine().newId().replace("-", ""),
        kind,
        vault.engine().shard().origin(),
        admin,
        Bytes.of(new byte[32]),
        Optional.empty(),
        TwoAdministrators.BEGIN,
        expires);
  }

  private ChangeRequest asked(RequestKind kind, AdministratorKey key, Instant expires) {
    ChangeRequest request = request(kind, key.name(), expires);
    append(under(draft(EventCode.REQUEST), request.id()), SignedRequest.sign(request, key).text());
    return request;
  }

  private void approved(ChangeRequest request, AdministratorKey key) {
    append(
        under(draft(EventCode.APPROVE), request.id()),
        RequestAnswer.sign(RequestAnswer.Says.APPROVE, request, key).text());
  }

  private long destroy(String id) {
    return vault
        .engine()
        .ledger
        .commit(
            new Append(
                under(draft(EventCode.KEY_DESTROY), id).with("level", KeyLevel.ROOT.text()),
                Optional.empty()));
  }

  private Instant later() {
    return two.now().plus(Duration.ofHours(1));
  }

  @Test
  void whatThisProductDoes_isVerified_inTheNextLogToo() {
    byte[] policy = TwoAdministrators.policy(vault, "surgeon");
    String id = two.agreed(vault, RequestKind.POLICY_INSTALL, Approvals.forText(policy));
    TwoAdministrators.under(vault, id).installPolicy(policy);
    assertThat(found()).isEmpty();
    vault.administration(TwoAdministrators.ACTOR).closeLog();
    byte[] next = TwoAdministrators.policy(vault, "midwife");
    String second = two.agreed(vault, RequestKind.POLICY_INSTALL, Approvals.forText(next));
    TwoAdministrators.under(vault, second).installPolicy(next);
    assertThat(found()).isEmpty();
    long alone = append(draft(EventCode.POLICY), policy);
    assertThat(found())
        .containsExactly("ONE PERSON index=" + alone + " event=POLICY no signed request for it");
  }

  @Test
  void signedByTwo_isNotFound() {
    ChangeRequest request = asked(RequestKind.KEY_DESTROY, two.anna, later());
    approved(request, two.ben);
    destroy(request.id());
    assertThat(found()).isEmpty();
    destroy(request.id());
    assertThat(found()).singleElement().asString().endsWith("the request was carried out before");
  }

  @Test
  void patientsKeysDestroyedPageByPage_areOfOneRequest() {
    ChangeRequest request = asked(RequestKind.KEY_DESTROY, two.anna, later());
    approved(request, two.ben);
    append(under(draft(EventCode.KEY_DESTROY), request.id()), new byte[] {1});
    append(under(draft(EventCode.KEY_DESTROY), request.id()), new byte[] {2});
    assertThat(found()).isEmpty();
  }

  /** Who agreed to the erasure of one patient, or of details alone, agreed to no other. */
  @Test
  void approvedErasure_isOfOnePatient() {
    ChangeRequest request = asked(RequestKind.PATIENT_ERASE, two.anna, later());
    approved(request, two.ben);
    erase(request, 1);
    erase(request, 1);
    assertThat(found()).isEmpty();
    erase(request, 2);
    ChangeRequest details = asked(RequestKind.DETAILS_ERASE, two.anna, later());
    approved(details, two.ben);
    erase(details, 3);
    assertThat(found())
        .extracting(line -> line.substring(line.indexOf("ERASE") + 6))
        .containsExactly("the request was carried out before", "the request is for something else");
  }

  private void erase(ChangeRequest request, int number) {
    String log = vault.engine().shard().origin();
    Bytes subject = Bytes.of(new byte[32]);
    append(
        under(draft(EventCode.ERASE).aboutErased(Bytes.of(new byte[16])), request.id()),
        new PatientErasure(log, number, subject, Optional.empty()).text());
  }

  @Test
  void approvalByOneself_byAStranger_orForSomethingElse_isFound() {
    ChangeRequest own = asked(RequestKind.KEY_DESTROY, two.anna, later());
    approved(own, two.anna);
    destroy(own.id());
    ChangeRequest stranger = asked(RequestKind.KEY_DESTROY, two.anna, later());
    approved(stranger, two.cara);
    approved(stranger, TwoAdministrators.key("ben"));
    destroy(stranger.id());
    ChangeRequest forged = asked(RequestKind.KEY_DESTROY, TwoAdministrators.key("anna"), later());
    approved(forged, two.ben);
    destroy(forged.id());
    ChangeRequest other = asked(RequestKind.SLOT_REMOVE, two.anna, later());
    approved(other, two.ben);
    destroy(other.id());
    assertThat(found())
        .extracting(line -> line.substring(line.indexOf("KEY_DESTROY") + 12))
        .containsExactly(
            "no other administrator approved it",
            "no other administrator approved it",
            "no signed request for it",
            "the request is for something else");
  }

  @Test
  void afterItsEnd_orAfterARejection_isFound() {
    ChangeRequest rejected = asked(RequestKind.KEY_DESTROY, two.anna, later());
    approved(rejected, two.ben);
    append(
        under(draft(EventCode.REVOKE), rejected.id()),
        RequestAnswer.sign(RequestAnswer.Says.REJECT, rejected, two.ben).text());
    destroy(rejected.id());
    ChangeRequest late = asked(RequestKind.KEY_DESTROY, two.anna, later());
    approved(late, two.ben);
    two.pass(Duration.ofHours(2));
    destroy(late.id());
    assertThat(found())
        .extracting(line -> line.substring(line.indexOf("KEY_DESTROY") + 12))
        .containsExactly("no other administrator approved it", "not in the time that was approved");
  }

  @Test
  void ownListOfAdministrators_isFound_fromAStateOnToo() {
    AuditorState state =
        BundleVerifier.verify(export(), trusted(), Optional.empty())
            .state(two.now(), "test")
            .orElseThrow();
    long alone =
        append(draft(EventCode.CONFIG), org.patientvault.audit.Administrators.none().text());
    Report report =
        BundleVerifier.verifyNew(export(), trusted(), AuditorInput.of(Optional.of(state)), 1);
    assertThat(alone(report))
        .containsExactly("ONE PERSON index=" + alone + " event=CONFIG no signed request for it");
  }
}
