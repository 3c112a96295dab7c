package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.Report;
import org.patientvault.audit.RequestKind;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.keys.Unlock;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/**
 * Where two administrators are enrolled, one tells at once that a slot's secret is known, and both
 * remove it; what follows is done by one.
 */
@Tag("once")
@OnBothStores
class SlotCompromisedByTwoTest {
  private static final String REASON = "the notebook with the second passphrase was stolen";

  @TempDir Path folder;
  private TwoAdministrators two;
  private Vault vault;
  private SlotInfo stolen;
  private Unlock thief;

  @BeforeEach
  void aSecondSlot(TestDatabase database) {
    two = new TwoAdministrators(database.location(), folder);
    vault = two.open();
    thief = Unlock.keystore(folder.resolve("second.p12"), "kek", "another horse"::toCharArray);
    stolen = alone().addSlot(List.of(two.unlock), thief);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private Administration alone() {
    return vault.administration(TwoAdministrators.ACTOR);
  }

  private CompromiseReport compromise(Administration by) {
    return by.keys()
        .compromiseOfSlot(stolen.id(), REASON, List.of(two.unlock), JobOptions.defaults());
  }

  private void assertRefused(Administration by, String why) {
    assertThatThrownBy(() -> compromise(by))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining(why);
    assertThat(alone().slots()).as("nothing was changed").hasSize(2);
    assertThat(alone().keys().jobs()).isEmpty();
  }

  private String asked() {
    Map<String, String> slot = alone().approvals().forSlot(stolen.id());
    return two.ask(vault, RequestKind.SLOT_REMOVE, slot).id();
  }

  @Test
  void slot_isToldByOne_removedByTwo_andTheRestIsRenewed() {
    assertRefused(alone(), "needs two administrators");
    String id = asked();
    assertRefused(TwoAdministrators.under(vault, id), "nobody has approved");
    assertThatThrownBy(() -> alone().approvals().approve(id, two.anna))
        .isInstanceOf(VaultException.class);
    assertRefused(TwoAdministrators.under(vault, id), "nobody has approved");
    alone().approvals().approve(id, two.ben);
    CompromiseReport report = compromise(TwoAdministrators.under(vault, id));
    assertThat(report.slot()).isEqualTo(stolen.id());
    assertThat(report.windows())
        .extracting(CompromiseReport.Window::level)
        .startsWith(KeyLevel.ROOT, KeyLevel.LOG);
    assertThat(report.windows()).allMatch(window -> window.to().isPresent());
    assertThat(report.reason()).isEqualTo(REASON);
    assertThat(alone().slots()).hasSize(1).allMatch(slot -> slot.state().equals("active"));
    assertThat(alone().approvals().show(id).state()).isEqualTo(RequestInfo.State.DONE);
    assertThat(two.findings()).isEmpty();
    theLogsSaySo();
  }

  /** Told once, at the first attempt; each refusal is in the log; an auditor finds both persons. */
  private void theLogsSaySo() {
    AuditTrail trail = vault.auditTrail(StoredLog.AUDITOR);
    List<String> logs = trail.logs();
    assertThat(logs).as("the log's keys were renewed").hasSize(2);
    List<AuditLine> closed = trail.ofLog(logs.get(0)).entries(0, 1_000);
    assertThat(closed.stream().filter(line -> line.entry().event() == EventCode.COMPROMISE))
        .hasSize(1);
    assertThat(closed.stream().filter(line -> line.entry().event() == EventCode.FAIL))
        .hasSizeGreaterThanOrEqualTo(3);
    assertThat(closed.stream().filter(line -> line.entry().event() == EventCode.KEY_SLOT_REMOVE))
        .singleElement()
        .satisfies(line -> assertThat(line.entry().approvers()).hasSize(2));
    for (String log : logs) {
      Report verdict = verdict(trail.ofLog(log), folder.resolve("bundle-" + logs.indexOf(log)));
      assertThat(verdict.lines()).noneMatch(line -> line.startsWith("ONE PERSON"));
      assertThat(verdict.exitCode()).as(verdict.lines().toString()).isEqualTo(ExitCode.VERIFIED);
    }
  }

  private static Report verdict(AuditTrail log, Path bundle) {
    log.export(bundle);
    byte[] policy = log.trustPolicy().getBytes(StandardCharsets.UTF_8);
    return BundleVerifier.verify(bundle, TrustPolicy.parse(policy), Optional.empty());
  }

  @Test
  void thief_opensNothing_andAnotherSlotIsNotCoveredByTheRequest() {
    String id = asked();
    alone().approvals().approve(id, two.ben);
    Unlock third = Unlock.keystore(folder.resolve("third.p12"), "kek", "a third one"::toCharArray);
    SlotInfo other = alone().addSlot(List.of(two.unlock), third);
    List<Unlock> all = List.of(two.unlock, third);
    assertThatThrownBy(
            () ->
                TwoAdministrators.under(vault, id)
                    .keys()
                    .compromiseOfSlot(other.id(), REASON, all, JobOptions.defaults()))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("something else");
    TwoAdministrators.under(vault, id)
        .keys()
        .compromiseOfSlot(stolen.id(), REASON, all, JobOptions.defaults());
    assertThat(alone().slots()).hasSize(2).noneMatch(slot -> slot.id().equals(stolen.id()));
    assertThatThrownBy(() -> two.openWith(thief)).isInstanceOf(VaultException.KeyUnavailable.class);
    two.openWith(third).close();
  }
}
