package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.ErasureGround;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/**
 * What who can write rows would like of an erasure: another one, an earlier one, a forgotten one.
 */
@Tag("once")
@OnBothStores
class ErasureAttacksTest {
  @TempDir Path folder;
  private ErasurePlace place;
  private PatientRef anna;

  @BeforeEach
  void twoPatients(TestDatabase database) {
    place = ErasurePlace.in(database, folder);
    anna = place.anna;
  }

  @AfterEach
  void close() {
    place.close();
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection = place.database.connect()) {
      for (String statement : statements) {
        TestDatabase.execute(connection, statement);
      }
    }
  }

  /** It was lawful once: ground, day and entry are those that the log knows. */
  @Test
  void requestThatWasTakenBack_putBackInTheDatabase_erasesNobody() throws SQLException {
    place.erasures().ask(anna, ErasureGround.REQUEST, "letter");
    sql("CREATE TABLE kept AS SELECT * FROM erasure");
    place.erasures().cancel(anna, "the patient changed her mind");
    place.clock.pass(Duration.ofDays(8));
    sql("INSERT INTO erasure SELECT * FROM kept");

    assertThatThrownBy(() -> place.erasures().erase(anna))
        .isInstanceOf(VaultException.Tampered.class);
    assertThatThrownBy(() -> place.erasures().eraseDue())
        .isInstanceOf(VaultException.Tampered.class);
    assertThat(place.findings()).contains("STATE CHANGED (its tag does not fit)");
    sql("DELETE FROM erasure");
    assertThat(place.findings()).isEmpty();
    assertThat(place.physician().records(anna)).hasSize(2);
  }

  @Test
  void requestTakenAwayInTheDatabase_isFound() throws SQLException {
    place.erasures().ask(anna, ErasureGround.REQUEST, "letter");
    sql("DELETE FROM erasure");
    assertThat(place.findings()).contains("STATE CHANGED (its tag does not fit)");
  }

  /** Nobody knows any more whom the log's earlier name stood for; the rows went by right. */
  @Test
  void nameThatTheLogForgotBefore_itsRowsAreNotMissed() {
    place.administration().closeLog();
    place.physician().update(ErasurePlace.pressure(anna), 2, OneRecord.fields("130/80"));
    place.administration().logRetention().erase(anna, ErasureGround.REQUEST, "letter");
    place.physician().read(ErasurePlace.pressure(anna));
    place.erase(anna);
    assertThat(place.findings()).isEmpty();
  }

  @Test
  void everyTombstoneTakenAway_numbersGoOn() throws SQLException {
    assertThat(number(place.erase(anna))).isEqualTo(1);
    sql("DELETE FROM tombstone");
    assertThat(number(place.erase(place.bert))).isEqualTo(2);
    assertThat(place.findings()).anyMatch(each -> each.startsWith("TOMBSTONE DELETED entry="));
  }

  private long number(org.patientvault.audit.EraseCertificate certificate) {
    return certificate.verify(place.publicKeys()).erasure().number();
  }

  /** Who looked at the record is what a court asks for. */
  @Test
  void whatTheLogKnows_staysUnderAHold() {
    place.erasures().hold(anna, "court");
    LogRetention log = place.administration().logRetention();
    assertThatThrownBy(() -> log.erase(anna, ErasureGround.REQUEST, "letter"))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("legal hold");
    place.erasures().release(anna, "closed");
    assertThat(log.erase(anna, ErasureGround.REQUEST, "letter")).isPositive();
  }

  /** It would have somebody else's erasures begin at two thousand million. */
  @Test
  void tombstoneOfAHugeNumber_isFoundAndCountsForNothing() throws SQLException {
    sql(
        "INSERT INTO tombstone SELECT value, 2147483647, value, 2026, 1 FROM vault_meta WHERE name"
            + " = 'vault-id'");
    assertThat(number(place.erase(anna))).isEqualTo(1);
    assertThat(place.findings()).anyMatch(each -> each.startsWith("TOMBSTONE ADDED "));
  }

  @Test
  void identifierAlonePutBack_isFound() throws SQLException {
    sql("CREATE TABLE kept AS SELECT * FROM patient_index");
    place.erase(anna);
    sql(
        "INSERT INTO patient_index SELECT * FROM kept WHERE tag NOT IN (SELECT tag FROM"
            + " patient_index)");
    assertThat(place.findings()).isNotEmpty();
    assertThat(place.physician().find(ErasurePlace.ANNA))
        .isNotEqualTo(java.util.Optional.of(place.bert));
  }

  /** A trigger keeps rows: then nothing at all was erased. */
  @Test
  void databaseThatKeepsRows_nothingIsErased() throws SQLException {
    place.erasures().ask(anna, ErasureGround.REQUEST, "letter");
    place.clock.pass(Duration.ofDays(7));
    for (String table : new String[] {"patient_key", "record_revision", "patient_index"}) {
      try (Connection connection = place.database.connect()) {
        place.database.swallow(connection, "DELETE", table);
        assertThatThrownBy(() -> place.erasures().erase(anna))
            .isInstanceOf(VaultException.AuditUnavailable.class)
            .hasMessageContaining("look for triggers");
        place.database.dropSwallowing(connection, table);
      }
      assertThat(place.physician().records(anna)).hasSize(2);
      assertThat(place.findings()).isEmpty();
    }
    place.erasures().erase(anna);
    assertThat(place.findings()).isEmpty();
  }
}
