package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.Administrators;
import org.patientvault.audit.RequestAnswer;
import org.patientvault.audit.RequestKind;
import org.patientvault.audit.SignedRequest;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/**
 * P3 at the two-person rule: who edits rows, and has no key, switches it off in no way; of two who
 * do the same at once, one does it.
 */
@Tag("once")
@OnBothStores
class ForgedApprovalTest {
  @TempDir Path folder;
  private TestDatabase database;
  private TwoAdministrators two;
  private Vault vault;
  private AttackedDatabase attacked;
  private byte[] policy;
  private String id;

  @BeforeEach
  void policyIsAskedFor(TestDatabase fresh) throws Exception {
    database = fresh;
    two = new TwoAdministrators(database.location(), folder);
    vault = two.open();
    policy = TwoAdministrators.policy(vault, "surgeon");
    id = two.askFor(vault, policy).id();
    attacked = new AttackedDatabase(database);
  }

  @AfterEach
  void close() throws Exception {
    attacked.close();
    try {
      vault.close();
    } catch (VaultException e) {
      assertThat(e).isInstanceOf(VaultException.Tampered.class);
    }
  }

  private int install() {
    return TwoAdministrators.under(vault, id).installPolicy(policy);
  }

  private void assertTampered() {
    assertThatThrownBy(this::install).isInstanceOf(VaultException.Tampered.class);
    assertThatThrownBy(() -> vault.administration(TwoAdministrators.ACTOR).installPolicy(policy))
        .isInstanceOf(VaultException.Tampered.class);
    assertThatThrownBy(two::open).isInstanceOf(VaultException.Tampered.class);
    assertThat(two.findings()).isNotEmpty();
  }

  private SignedRequest stored() throws Exception {
    return SignedRequest.parse(attacked.cells("request", "statement").get(0).value());
  }

  @Test
  void requestSetToApproved_isTampered() throws Exception {
    attacked.execute("UPDATE request SET state = 'approved'");
    assertTampered();
  }

  @Test
  void approvalByWhoAskedOrByAStranger_isTampered() throws Exception {
    for (var key : List.of(two.anna, two.cara)) {
      byte[] own = RequestAnswer.sign(RequestAnswer.Says.APPROVE, stored().request(), key).text();
      attacked.execute("UPDATE request SET state = 'approved', answer = ?", own);
      assertTampered();
    }
  }

  @Test
  void requestDeleted_isTampered() throws Exception {
    attacked.execute("DELETE FROM request");
    assertTampered();
  }

  @Test
  void usedRequestPutBack_isTampered() throws Exception {
    vault.administration(TwoAdministrators.ACTOR).approvals().approve(id, two.ben);
    attacked.execute("CREATE TABLE aside AS SELECT * FROM request");
    assertThat(install()).isEqualTo(2);
    attacked.execute("DELETE FROM request");
    attacked.execute("INSERT INTO request SELECT * FROM aside");
    assertTampered();
  }

  @Test
  void listOfAdministratorsPutBackOrEdited_isTampered() throws Exception {
    attacked.execute("DELETE FROM config WHERE kind = 'administrators' AND version = 2");
    assertTampered();
  }

  @Test
  void ownAdministratorInTheList_isTampered() throws Exception {
    byte[] own = Administrators.none().with(two.anna.publicKey()).with(two.cara.publicKey()).text();
    attacked.execute(
        "UPDATE config SET body = ? WHERE kind = 'administrators' AND version = 2", own);
    assertTampered();
    assertThat(two.findings())
        .anyMatch(line -> line.startsWith("ADMINISTRATORS CHANGED version=2"));
  }

  @Test
  void listOfWitnessesMadeOne_isTampered() throws Exception {
    attacked.execute("UPDATE config SET kind = 'witnesses' WHERE kind = 'administrators'");
    assertTampered();
  }

  @Test
  void twoApprovalsAndTwoExecutionsAtOnce_oneOfEachCounts() throws Exception {
    Approvals approvals = vault.administration(TwoAdministrators.ACTOR).approvals();
    assertThat(atOnce(() -> approvals.approve(id, two.ben), () -> approvals.approve(id, two.ben)))
        .isEqualTo(1);
    try (Vault other = two.open()) {
      assertThat(
              atOnce(this::install, () -> TwoAdministrators.under(other, id).installPolicy(policy)))
          .isEqualTo(1);
    }
    assertThat(vault.administration(TwoAdministrators.ACTOR).status().policyVersion()).isEqualTo(2);
    vault.close();
    assertThat(two.findings()).isEmpty();
  }

  @Test
  void nothingOfWhatIsAsked_standsInClear() throws Exception {
    String patient = "00112233445566778899aabbccddeeff";
    two.ask(
        vault,
        RequestKind.PATIENT_ERASE,
        Approvals.forPatient(
            org.patientvault.model.PatientRef.parse(patient),
            org.patientvault.audit.ErasureGround.REQUEST));
    for (var place :
        List.of(
            List.of("request", "statement"),
            List.of("request", "answer"),
            List.of("log_payload", "body"),
            List.of("log_entry", "leaf"),
            List.of("log_detail", "sealed"))) {
      for (var cell : attacked.cells(place.get(0), place.get(1))) {
        String text = new String(cell.value(), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain(patient).doesNotContain("Okonkwo");
      }
    }
  }

  /** How many of the two came through; the others were refused. */
  private static int atOnce(Callable<?> one, Callable<?> other) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Callable<?> each : List.of(one, other)) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return each.call();
                }));
      }
      int through = 0;
      for (Future<?> each : running) {
        through += succeeded(each) ? 1 : 0;
      }
      return through;
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean succeeded(Future<?> running) throws Exception {
    try {
      running.get();
      return true;
    } catch (java.util.concurrent.ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(VaultException.Refused.class);
      return false;
    }
  }
}
