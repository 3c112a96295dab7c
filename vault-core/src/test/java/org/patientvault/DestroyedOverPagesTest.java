package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.internal.jobs.KeyDestruction;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.model.Actor;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/**
 * Patients' keys that fill more than one page: each is destroyed, named by the log, and checked.
 */
@Tag("once")
@OnBothStores
class DestroyedOverPagesTest {
  private static final Actor ADMIN = Actor.of("kim", "admin");

  /** Of six patients and of what belongs to nobody. */
  private static final int KEYS = 7;

  private static final int PAGE = 3;

  @TempDir Path folder;
  private OneRecord one;

  @BeforeEach
  void renewedKeys(TestDatabase database) {
    one = OneRecord.in(database, folder);
    for (int i = 2; i < KEYS; i++) {
      one.physician.admit(new PatientIdentifier("urn:mrn", String.valueOf(i)));
    }
    keys().rotate(KeyLevel.PATIENTS, JobOptions.defaults());
  }

  @AfterEach
  void close() {
    one.close();
  }

  private KeyAdministration keys() {
    return one.vault.administration(ADMIN).keys();
  }

  private static EntryDraft draft(EventCode event) {
    return EntryDraft.of(event).by(ADMIN, Purpose.HSYSADMIN);
  }

  private DestroyedKey destroy(Function<EventCode, EntryDraft> drafts) {
    Engine engine = one.vault.engine();
    KeyDestruction pages = new KeyDestruction(engine.id, engine.keys, PAGE);
    return new KeyDestroying(engine, drafts, Optional.empty(), KeyLevel.PATIENTS, 1, pages)
        .run(keys().census());
  }

  /** How many rows each entry names, by the digests in its list. */
  private List<Integer> listed() {
    Engine engine = one.vault.engine();
    return one.vault.auditTrail(StoredLog.AUDITOR).entries(0, 1_000).stream()
        .map(AuditLine::entry)
        .filter(entry -> entry.event() == EventCode.KEY_DESTROY)
        .filter(entry -> entry.outcome() == Outcome.SUCCESS)
        .map(
            entry ->
                engine
                    .store
                    .read(rows -> rows.payload(Objects.requireNonNull(entry.payload())))
                    .map(PayloadRow::body)
                    .orElseThrow()
                    .size())
        .toList();
  }

  private int bringBack() throws SQLException {
    try (Connection connection = one.database.connect();
        PreparedStatement statement =
            connection.prepareStatement("UPDATE patient_key SET wrapped = ? WHERE version = 1")) {
      statement.setBytes(1, new byte[60]);
      return statement.executeUpdate();
    }
  }

  @Test
  void everyPage_isListedInTheLog_andEachRowIsHeldAgainstIt() throws SQLException {
    assertThat(destroy(DestroyedOverPagesTest::draft).keys()).isEqualTo(KEYS);
    List<Integer> listed = listed();
    assertThat(listed).as("pages of 3, 3 and 1").hasSize(3);
    assertThat(listed.get(0)).isEqualTo(listed.get(1)).isGreaterThan(listed.get(2));
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
    assertThat(one.findings()).isEmpty();
    assertThat(bringBack()).isEqualTo(KEYS);
    assertThat(one.findings()).hasSize(KEYS).allMatch(each -> each.contains("destroyed"));
  }

  @Test
  void killedBehindTheFirstPage_goesOnWhenAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    IllegalStateException killed = new IllegalStateException("killed");
    Function<EventCode, EntryDraft> until =
        event -> {
          if (asked.incrementAndGet() > 1) {
            throw killed;
          }
          return draft(event);
        };
    assertThatThrownBy(() -> destroy(until)).isSameAs(killed);
    assertThat(listed()).hasSize(1);
    assertThat(one.findings()).isEmpty();
    assertThat(destroy(DestroyedOverPagesTest::draft).keys()).isEqualTo(KEYS - PAGE);
    assertThat(listed()).hasSize(3);
    assertThat(keys().census().counts())
        .contains(new KeyCensus.Count(KeyLevel.PATIENTS, 1, KeyCensus.State.DESTROYED, 0))
        .doesNotContain(new KeyCensus.Count(KeyLevel.PATIENTS, 1, KeyCensus.State.DECRYPT_ONLY, 0));
    assertThat(one.findings()).isEmpty();
    assertThat(one.value()).isEqualTo(OneRecord.VALUE);
  }
}
