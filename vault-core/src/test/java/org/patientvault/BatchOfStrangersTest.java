package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** What one request of a batch does counts for the next one, and its mistakes for itself alone. */
@OnBothStores
@Tag("once")
class BatchOfStrangersTest {
  private static final Actor ROOT = Actor.of("root", "admin");

  @TempDir Path folder;
  private OneRecord one;
  private Session physician;
  private RecordKey key;
  private LockedDatabase locked;

  @BeforeEach
  void vaultWithOneRecord(TestDatabase database) throws Exception {
    one = OneRecord.in(database, folder);
    physician = one.physician;
    key = one.key;
    locked = new LockedDatabase(database);
  }

  @AfterEach
  void close() throws Exception {
    locked.close();
    one.close();
  }

  @Test
  void policyInstalledInTheSameBatch_countsForTheReadBehindIt() throws Exception {
    Administration admin = one.vault.administration(ROOT);
    byte[] revoked =
        new String(admin.policy(), StandardCharsets.UTF_8)
            .replace("physician", "surgeon")
            .getBytes(StandardCharsets.UTF_8);
    List<Caller<?>> both =
        inOneBatch(() -> admin.installPolicy(revoked), () -> physician.read(key));
    assertThat(both.get(0).result()).isEqualTo(2);
    assertThatThrownBy(both.get(1)::result)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(VaultException.AccessDenied.class);
  }

  @Test
  void schemaInstalledInTheSameBatch_countsForTheWriteBehindIt() throws Exception {
    Administration admin = one.vault.administration(ROOT);
    byte[] stricter =
        (new String(admin.schema(), StandardCharsets.UTF_8) + "# again\n")
            .getBytes(StandardCharsets.UTF_8);
    RecordKey other = RecordKey.of(key.patient(), "Observation", "other");
    List<Caller<?>> both =
        inOneBatch(
            () -> admin.installSchema(stricter),
            () -> physician.create(other, Map.of("valueString", FieldValue.text("130/80"))));
    assertThat(both.get(0).result()).isEqualTo(2);
    // Refused, and then done again under the schema in force.
    assertThat(both.get(1).result()).isEqualTo(1);
    assertThat(events()).containsSubsequence(EventCode.CONFIG, EventCode.FAIL, EventCode.CREATE);
  }

  @Test
  void twoSlotsAddedInOneBatch_areBothThere() throws Exception {
    Administration admin = one.vault.administration(ROOT);
    List<Caller<?>> both =
        inOneBatch(
            () -> admin.addSlot(one.unlock, keystore("b")),
            () -> admin.addSlot(one.unlock, keystore("c")));
    for (Caller<?> each : both) {
      each.result();
    }
    assertThat(admin.slots()).hasSize(3);
    assertThat(one.findings()).isEmpty();
  }

  @Test
  void reasonThatCannotBeWrittenDown_failsNobodyElse() throws Exception {
    List<Caller<?>> both =
        inOneBatch(
            () -> physician.breakGlass(key.patient(), "no pulse \uD800 at the door"),
            () -> physician.read(key));
    assertThatThrownBy(both.get(0)::result)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(((RecordView) both.get(1).result()).get("valueString").asText()).isEqualTo("120/80");
  }

  /** Lets callers queue behind one who waits for the database, so that they share a commit. */
  private List<Caller<?>> inOneBatch(Callable<?> one, Callable<?> other) throws Exception {
    locked.lock();
    Caller<?> first = Caller.start(() -> physician.read(key));
    first.awaitCommitting();
    List<Caller<?>> callers = new ArrayList<>();
    for (Callable<?> each : List.of(one, other)) {
      Caller<?> caller = Caller.start(each);
      caller.awaitWaiting();
      callers.add(caller);
    }
    locked.unlock();
    assertThat(first.result()).isNotNull();
    return callers;
  }

  private Unlock keystore(String name) {
    return Unlock.keystore(
        folder.resolve(name + ".p12"), "kek", "correct horse battery"::toCharArray);
  }

  private List<EventCode> events() {
    return one.vault.auditTrail(Actor.of("aud", "auditor")).entries(0, 1_000).stream()
        .map(line -> line.entry().event())
        .toList();
  }
}
