package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.RequestKind;
import org.patientvault.audit.RetentionClass;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** With two administrators enrolled, one asks, another one approves, and then it is done once. */
@OnBothStores
@Tag("once")
class TwoPersonRuleTest {
  private static final Actor ACTOR = TwoAdministrators.ACTOR;

  @TempDir Path folder;
  private TwoAdministrators two;
  private Vault vault;

  @BeforeEach
  void open(TestDatabase database) {
    two = new TwoAdministrators(database.location(), folder);
    vault = two.open();
  }

  @AfterEach
  void close() {
    vault.close();
    assertThat(two.findings()).isEmpty();
  }

  private Approvals approvals() {
    return vault.administration(ACTOR).approvals();
  }

  private static void assertRefused(ThrowingCallable act, String why) {
    assertThatThrownBy(act).isInstanceOf(VaultException.Refused.class).hasMessageContaining(why);
  }

  private Map<EventCode, List<AuditLine>> log() {
    return vault.auditTrail(StoredLog.AUDITOR).entries(0, 1000).stream()
        .collect(Collectors.groupingBy(line -> line.entry().event()));
  }

  @Test
  void policy_isInstalledOnceAnotherOneApproved_andTheLogNamesBoth() {
    byte[] policy = TwoAdministrators.policy(vault, "surgeon");
    assertRefused(
        () -> vault.administration(ACTOR).installPolicy(policy), "needs two administrators");
    RequestInfo asked = two.askFor(vault, policy);
    assertThat(asked.state()).isEqualTo(RequestInfo.State.PENDING);
    assertThat(asked.expires()).isEqualTo(two.now().plus(Duration.ofDays(3)));
    assertRefused(
        () -> TwoAdministrators.under(vault, asked.id()).installPolicy(policy),
        "nobody has approved");
    assertThat(approvals().approve(asked.id(), two.ben).answeredBy()).contains("ben");
    vault.close();
    vault = two.open();
    assertThat(TwoAdministrators.under(vault, asked.id()).installPolicy(policy)).isEqualTo(2);
    assertRefused(
        () -> TwoAdministrators.under(vault, asked.id()).installPolicy(policy),
        "carried out already");
    assertThat(approvals().list())
        .singleElement()
        .extracting(RequestInfo::state)
        .isEqualTo(RequestInfo.State.DONE);
    Map<EventCode, List<AuditLine>> log = log();
    AuditLine done = log.get(EventCode.POLICY).get(1);
    assertThat(done.entry().requestId()).isEqualTo(asked.id());
    assertThat(done.entry().approvers()).hasSize(2);
    assertThat(done.detail().orElseThrow())
        .contains("\"approvedBy\":\"ben\"", "\"askedBy\":\"anna\"");
    assertThat(log.get(EventCode.REQUEST)).hasSize(1);
    assertThat(log.get(EventCode.APPROVE))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.entry().approvers())
                    .containsExactly(done.entry().approvers().get(1)));
    assertThat(log.get(EventCode.FAIL)).hasSize(3);
  }

  @Test
  void request_isShownWithWhatItIsFor_andIsOpenedForAdministratorsAlone() {
    byte[] policy = TwoAdministrators.policy(vault, "surgeon");
    RequestInfo asked = two.askFor(vault, policy);
    assertThat(approvals().show(asked.id().substring(0, 4)).parameters())
        .containsEntry("reason", TwoAdministrators.REASON)
        .containsEntry("text", Approvals.forText(policy).get("text"));
    assertThat(approvals().list().get(0).parameters()).isEmpty();
    Approvals others = vault.administration(Actor.of("dr.lea", "physician")).approvals();
    assertThatThrownBy(() -> others.show(asked.id()))
        .isInstanceOf(VaultException.AccessDenied.class);
    assertThatThrownBy(() -> approvals().show("0000")).isInstanceOf(VaultException.NotFound.class);
    assertThatThrownBy(() -> approvals().show("' OR 1"))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Test
  void approvalByTheSamePersonOrWithAnotherKey_isRefused() {
    String id = two.askFor(vault, TwoAdministrators.policy(vault, "surgeon")).id();
    assertRefused(() -> approvals().approve(id, two.anna), "another administrator has to");
    assertRefused(() -> approvals().reject(id, two.anna), "another administrator has to");
    assertRefused(() -> approvals().approve(id, two.cara), "no administrator");
    assertRefused(() -> approvals().approve(id, TwoAdministrators.key("ben")), "not the one");
    assertRefused(() -> approvals().cancel(id, two.ben), "only who asked");
    assertRefused(
        () ->
            approvals()
                .ask(
                    RequestKind.RETENTION,
                    Approvals.forRule(RetentionRule.keepAll()),
                    TwoAdministrators.key("anna"),
                    two.now(),
                    "because"),
        "not the one enrolled");
    assertThat(approvals().list().get(0).state()).isEqualTo(RequestInfo.State.PENDING);
  }

  @Test
  void request_holdsFromItsBeginningToItsEnd() {
    byte[] policy = TwoAdministrators.policy(vault, "surgeon");
    String id =
        approvals()
            .ask(
                RequestKind.POLICY_INSTALL,
                Approvals.forText(policy),
                two.anna,
                two.now().plus(Duration.ofHours(1)),
                Duration.ofHours(1),
                "because")
            .id();
    approvals().approve(id, two.ben);
    assertRefused(() -> TwoAdministrators.under(vault, id).installPolicy(policy), "holds from");
    two.pass(Duration.ofHours(2));
    assertRefused(
        () -> TwoAdministrators.under(vault, id).installPolicy(policy),
        "expired at 2026-03-02T10:00:00Z");
    String second = two.askFor(vault, policy).id();
    two.pass(Duration.ofDays(3));
    assertRefused(() -> approvals().approve(second, two.ben), "expired at");
    assertThatThrownBy(
            () ->
                approvals()
                    .ask(
                        RequestKind.POLICY_INSTALL,
                        Approvals.forText(policy),
                        two.anna,
                        two.now(),
                        Duration.ofDays(31),
                        "because"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void otherThingThanWasApproved_isRefused_andTheApprovalStands() {
    byte[] policy = TwoAdministrators.policy(vault, "surgeon");
    byte[] other = TwoAdministrators.policy(vault, "midwife");
    String id = two.agreed(vault, RequestKind.POLICY_INSTALL, Approvals.forText(policy));
    assertRefused(() -> TwoAdministrators.under(vault, id).installPolicy(other), "something else");
    assertRefused(
        () -> TwoAdministrators.under(vault, id).logRetention().setRule(RetentionRule.keepAll()),
        "something else");
    assertThat(TwoAdministrators.under(vault, id).installPolicy(policy)).isEqualTo(2);
  }

  @Test
  void rejectedOrCancelled_isNotDone() {
    byte[] policy = TwoAdministrators.policy(vault, "surgeon");
    String rejected = two.agreed(vault, RequestKind.POLICY_INSTALL, Approvals.forText(policy));
    approvals().reject(rejected, two.ben);
    assertRefused(
        () -> TwoAdministrators.under(vault, rejected).installPolicy(policy), "was rejected");
    String cancelled = two.agreed(vault, RequestKind.POLICY_INSTALL, Approvals.forText(policy));
    approvals().cancel(cancelled, two.anna);
    assertRefused(
        () -> TwoAdministrators.under(vault, cancelled).installPolicy(policy), "was cancelled");
    assertRefused(() -> approvals().approve(cancelled, two.ben), "was cancelled");
  }

  @Test
  void slot_isRemovedByTwo_andNoneGoesStaleByOne() {
    Administration admin = vault.administration(ACTOR);
    Unlock passphrase = QuickPassphrase.of("correct horse battery"::toCharArray);
    SlotInfo added = admin.addSlot(two.unlock, passphrase);
    assertRefused(() -> admin.removeSlot(added.id()), "needs two administrators");
    assertRefused(() -> admin.keys().rotateRoot(List.of(two.unlock)), "1 slots would open");
    assertRefused(() -> admin.keys().rotateLog(List.of(two.unlock)), "1 slots would open");
    SlotInfo changed =
        admin.changePassphrase(
            passphrase, QuickPassphrase.of("another horse battery"::toCharArray));
    String id = two.agreed(vault, RequestKind.SLOT_REMOVE, approvals().forSlot(changed.id()));
    TwoAdministrators.under(vault, id).removeSlot(changed.id());
    assertThat(admin.keys().rotateRoot(List.of(two.unlock))).hasSize(1);
    AuditLine removed = log().get(EventCode.KEY_SLOT_REMOVE).get(0);
    assertThat(removed.entry().approvers()).hasSize(2);
  }

  @Test
  void schemaWitnessesAndRetention_needBothToo() {
    Administration admin = vault.administration(ACTOR);
    byte[] nobody = "quorum none\n".getBytes(StandardCharsets.UTF_8);
    RetentionRule rule = new RetentionRule(Map.of(RetentionClass.ACCESS, Duration.ofDays(400)));
    assertRefused(() -> admin.installSchema(admin.schema()), "schema-install");
    assertRefused(() -> admin.trustWitnesses(nobody), "witnesses");
    assertRefused(() -> admin.logRetention().setRule(rule), "retention");
    under(RequestKind.SCHEMA_INSTALL, Approvals.forText(admin.schema()))
        .installSchema(admin.schema());
    under(RequestKind.WITNESSES, Approvals.forText(nobody)).trustWitnesses(nobody);
    under(RequestKind.RETENTION, Approvals.forRule(rule)).logRetention().setRule(rule);
    assertThat(admin.logRetention().rule()).isEqualTo(rule);
  }

  private Administration under(RequestKind kind, Map<String, String> parameters) {
    return TwoAdministrators.under(vault, two.agreed(vault, kind, parameters));
  }

  @Test
  void keyDestruction_isRefusedAlone_andLeavesTheRequestUnused() {
    assertRefused(
        () -> vault.administration(ACTOR).keys().destroy(KeyLevel.PATIENT_WRAP, 1),
        "needs two administrators");
    String id =
        two.agreed(vault, RequestKind.KEY_DESTROY, Approvals.forKey(KeyLevel.PATIENT_WRAP, 1));
    assertRefused(
        () -> TwoAdministrators.under(vault, id).keys().destroy(KeyLevel.PATIENT_WRAP, 1),
        "still protects");
    assertThat(approvals().list().get(0).state()).isEqualTo(RequestInfo.State.APPROVED);
  }

  @Test
  void detailsOfOnePatientInTwoLogs_areErasedUnderOneRequest() {
    Session lea = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    PatientRef patient = lea.admit(new PatientIdentifier("urn:mrn", "1"));
    vault.administration(ACTOR).closeLog();
    lea.find(new PatientIdentifier("urn:mrn", "1"));
    assertRefused(
        () ->
            vault
                .administration(ACTOR)
                .logRetention()
                .erase(patient, ErasureGround.ORDER, "letter"),
        "needs two administrators");
    long erased =
        under(RequestKind.DETAILS_ERASE, Approvals.forPatient(patient, ErasureGround.ORDER))
            .logRetention()
            .erase(patient, ErasureGround.ORDER, "letter");
    assertThat(erased).isEqualTo(2);
    assertThat(log().get(EventCode.ERASE))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line.entry().approvers()).hasSize(2));
  }

  @Test
  void administrators_changeByTwo_untilOneIsLeft() {
    assertRefused(() -> approvals().enrol(two.cara.publicKey()), "needs two administrators");
    under(RequestKind.ADMINISTRATORS, approvals().forEnrolling(two.cara.publicKey()))
        .approvals()
        .enrol(two.cara.publicKey());
    under(RequestKind.ADMINISTRATORS, approvals().forRemoving("cara")).approvals().remove("cara");
    assertThat(approvals().forRemoving("ben")).containsEntry("then", "single: the rule ends");
    assertRefused(() -> approvals().remove("ben"), "needs two administrators");
    under(RequestKind.ADMINISTRATORS, approvals().forRemoving("ben")).approvals().remove("ben");
    assertThat(approvals().isTwoPerson()).isFalse();
    assertThat(
            vault.administration(ACTOR).installPolicy(TwoAdministrators.policy(vault, "midwife")))
        .isEqualTo(2);
  }

  @Test
  void whoLeft_approvesNothingAnyMore() {
    under(RequestKind.ADMINISTRATORS, approvals().forEnrolling(two.cara.publicKey()))
        .approvals()
        .enrol(two.cara.publicKey());
    byte[] policy = TwoAdministrators.policy(vault, "surgeon");
    String id = two.agreed(vault, RequestKind.POLICY_INSTALL, Approvals.forText(policy));
    String removal =
        two.ask(vault, RequestKind.ADMINISTRATORS, approvals().forRemoving("ben")).id();
    approvals().approve(removal, two.cara);
    TwoAdministrators.under(vault, removal).approvals().remove("ben");
    assertRefused(
        () -> TwoAdministrators.under(vault, id).installPolicy(policy), "no administrator");
  }

  @Test
  void sameNameOrKeyTwice_isRefused() {
    assertThatThrownBy(() -> approvals().enrol(TwoAdministrators.key("ben").publicKey()))
        .isInstanceOf(VaultException.Conflict.class);
    byte[] secret = org.patientvault.audit.AdministratorKey.generate();
    assertThatThrownBy(() -> org.patientvault.audit.AdministratorKey.of("Ben Smith", secret))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> approvals().remove("nobody"))
        .isInstanceOf(VaultException.NotFound.class);
  }

  @Test
  void requestOfAClosedLog_isAskedForAgain() {
    byte[] policy = TwoAdministrators.policy(vault, "surgeon");
    String id = two.agreed(vault, RequestKind.POLICY_INSTALL, Approvals.forText(policy));
    vault.administration(ACTOR).closeLog();
    assertRefused(
        () -> TwoAdministrators.under(vault, id).installPolicy(policy), "belongs to another log");
    assertThat(approvals().show(id).parameters()).containsEntry("reason", TwoAdministrators.REASON);
    under(RequestKind.POLICY_INSTALL, Approvals.forText(policy)).installPolicy(policy);
  }
}
