package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.EraseCertificate;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.RetentionClass;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** A patient is erased for good, provably, and nobody else is. */
@Tag("once")
@OnBothStores
class ErasePatientTest {
  private static final List<String> DATA =
      List.of("patient_key", "patient_index", "record_index", "record_revision");

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

  @Test
  void erased_nothingIsLeftToRead_andOthersAreAsBefore() {
    EraseCertificate certificate = place.erase(anna);

    assertThatThrownBy(() -> place.physician().read(ErasurePlace.pressure(anna)))
        .isInstanceOf(VaultException.Erased.class);
    assertThatThrownBy(() -> place.physician().records(anna))
        .isInstanceOf(VaultException.Erased.class);
    assertThatThrownBy(
            () -> place.physician().create(ErasurePlace.pressure(anna), OneRecord.fields("1/1")))
        .isInstanceOf(VaultException.Erased.class);
    assertThat(place.physician().find(ErasurePlace.ANNA)).isEmpty();
    assertThat(place.physician().find(ErasurePlace.ANNA_INSURED)).isEmpty();
    assertThat(place.physician().patients(null, 10)).doesNotContain(anna);

    assertThat(place.physician().find(ErasurePlace.BERT)).contains(place.bert);
    assertThat(
            place.physician().read(ErasurePlace.pressure(place.bert)).get("valueString").asText())
        .isEqualTo("130/90");
    assertThat(place.findings()).isEmpty();
    EraseCertificate.Proven proven = certificate.verify(place.publicKeys());
    assertThat(proven.told().ground()).isEqualTo(ErasureGround.REQUEST);
    assertThat(proven.told().counts().records()).isEqualTo(2);
    assertThat(proven.told().counts().revisions()).isEqualTo(3);
    assertThat(proven.told().counts().identifiers()).isEqualTo(2);
    assertThat(proven.told().keys()).hasSize(1);
    assertThat(proven.told().left().details().get(RetentionClass.ACCESS)).isGreaterThan(4);
    assertThat(proven.told().left().backups()).isZero();
    assertThat(proven.told().at()).isEqualTo(place.clock.instant());
  }

  @Test
  void readmitted_aNewReference_withoutTheOldRecords() {
    place.erase(anna);
    PatientRef again = place.physician().admit(ErasurePlace.ANNA);
    assertThat(again).isNotEqualTo(anna);
    assertThat(place.physician().records(again)).isEmpty();
    assertThat(place.findings()).isEmpty();
  }

  @Test
  void beforeItsDay_refused_andMayBeTakenBack() {
    Erasures erasures = place.erasures();
    assertThatThrownBy(() -> erasures.erase(anna)).isInstanceOf(VaultException.NotFound.class);
    erasures.ask(anna, ErasureGround.ORDER, "court order 7");
    assertThatThrownBy(() -> erasures.ask(anna, ErasureGround.ORDER, "again"))
        .isInstanceOf(VaultException.Refused.class);
    place.clock.pass(Duration.ofDays(7).minusSeconds(1));
    assertThatThrownBy(() -> erasures.erase(anna))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("2026-03-08T08:00:00Z");
    assertThat(erasures.eraseDue()).isEmpty();
    erasures.cancel(anna, "a mistake");
    assertThat(erasures.pending()).isEmpty();
    place.clock.pass(Duration.ofDays(1));
    assertThatThrownBy(() -> erasures.erase(anna)).isInstanceOf(VaultException.NotFound.class);
    assertThat(place.physician().records(anna)).hasSize(2);
    assertThat(place.findings()).isEmpty();
  }

  @Test
  void heldUnknownReservedAndErased_refused() {
    Erasures erasures = place.erasures();
    erasures.ask(anna, ErasureGround.REQUEST, "letter");
    erasures.hold(anna, "case 12");
    assertThatThrownBy(() -> erasures.hold(anna, "twice"))
        .isInstanceOf(VaultException.Refused.class);
    place.clock.pass(Duration.ofDays(8));
    assertThatThrownBy(() -> erasures.erase(anna))
        .isInstanceOf(VaultException.Refused.class)
        .hasMessageContaining("legal hold");
    assertThat(erasures.eraseDue()).isEmpty();
    assertThat(erasures.holds()).containsExactly(anna);
    assertThatThrownBy(() -> erasures.ask(place.physician().nobody(), ErasureGround.ORDER, "x"))
        .isInstanceOf(VaultException.Refused.class);
    assertThatThrownBy(
            () -> erasures.ask(PatientRef.parse("00".repeat(16)), ErasureGround.ORDER, "x"))
        .isInstanceOf(VaultException.NotFound.class);

    erasures.release(anna, "case 12 is closed");
    assertThat(erasures.eraseDue()).hasSize(1);
    assertThatThrownBy(() -> erasures.ask(anna, ErasureGround.ORDER, "x"))
        .isInstanceOf(VaultException.Erased.class);
    assertThatThrownBy(() -> erasures.hold(anna, "too late"))
        .isInstanceOf(VaultException.Erased.class);
    assertThat(place.findings()).isEmpty();
  }

  @Test
  void afterRenewedKeysAndAnotherLog_allOfThemAreAccountedFor() {
    place.administration().keys().rotate(KeyLevel.PATIENTS, JobOptions.defaults());
    place.administration().keys().rotate(KeyLevel.INDEX_PATIENT, JobOptions.defaults());
    place.administration().closeLog();
    place.physician().read(ErasurePlace.pressure(anna));
    EraseCertificate certificate = place.erase(anna);
    assertThat(certificate.verify(place.publicKeys()).erasure().origin()).endsWith("/2026-2");
    assertThat(place.findings()).isEmpty();
    // Who had no key of the first version any more: a list names them all.
    place.erasures().ask(place.bert, ErasureGround.EXPIRY, "twenty years are over");
    place.clock.pass(Duration.ofDays(7));
    place.erasures().erase(place.bert);
    assertThat(place.findings()).isEmpty();
    place.administration().logRetention().erase(anna, ErasureGround.ORDER, "court order 8");
    assertThat(place.findings()).isEmpty();
  }

  @Test
  void withoutARegister_nothingIsErased() throws IOException {
    place.erasures().ask(anna, ErasureGround.REQUEST, "letter");
    place.clock.pass(Duration.ofDays(7));
    Files.delete(place.register);
    assertThatThrownBy(() -> place.erasures().erase(anna))
        .isInstanceOf(VaultException.StorageFailed.class);
    VaultOptions none = VaultOptions.defaults().withNode("other").withClock(place.clock);
    try (Vault other = Vault.open(place.database.location(), List.of(place.unlock), none)) {
      assertThatThrownBy(() -> other.administration(ErasurePlace.ADMIN).erasures().erase(anna))
          .isInstanceOf(VaultException.Refused.class)
          .hasMessageContaining("--erasure-register");
    }
    assertThat(place.physician().records(anna)).hasSize(2);
  }

  @Test
  void certificateThatIsLost_isMadeAgain() throws IOException {
    EraseCertificate certificate = place.erase(anna);
    Path file;
    try (Stream<Path> all = Files.walk(place.register)) {
      file = all.filter(each -> each.toString().endsWith("-certificate")).findFirst().orElseThrow();
    }
    assertThat(EraseCertificate.parse(Files.readAllBytes(file))).isEqualTo(certificate);
    Files.delete(file);
    assertThat(place.erasures().missingCertificates()).isEqualTo(1);
    assertThat(place.erasures().writeCertificates()).isEqualTo(1);
    EraseCertificate again = EraseCertificate.parse(Files.readAllBytes(file));
    assertThat(again.verify(place.publicKeys()).erasure())
        .isEqualTo(certificate.verify(place.publicKeys()).erasure());
    assertThat(place.erasures().writeCertificates()).isZero();
    assertThat(place.erasures().certificate(place.bert)).isEmpty();
  }

  @Test
  void certificateThatWasChanged_isRefused() {
    EraseCertificate certificate = place.erase(anna);
    EraseCertificate other =
        new EraseCertificate(
            place.bert, certificate.salt(), certificate.text(), certificate.proof());
    assertThatThrownBy(() -> other.verify(place.publicKeys()))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("another patient");
    byte[] file = certificate.file();
    String text = new String(file, java.nio.charset.StandardCharsets.UTF_8);
    EraseCertificate softer =
        EraseCertificate.parse(
            text.replace("\"revisions\":3", "\"revisions\":0")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThatThrownBy(() -> softer.verify(place.publicKeys()))
        .isInstanceOf(VaultException.Tampered.class);
  }

  /** A copy of the tables from before, put back by who can write to the database. */
  @Test
  void rowsBroughtBack_areFound() throws SQLException {
    for (String table : DATA) {
      sql("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table);
    }
    place.erase(anna);
    for (String table : DATA) {
      sql(
          "INSERT INTO %1$s SELECT * FROM kept_%1$s k WHERE k.%2$s NOT IN (SELECT %2$s FROM %1$s)"
              .formatted(table, table.equals("patient_index") ? "tag" : "patient"));
    }
    assertThat(place.findings()).contains("BROUGHT BACK patient=" + anna + " (it was erased)");
    sql("DELETE FROM tombstone");
    assertThat(place.findings()).anyMatch(finding -> finding.startsWith("TOMBSTONE DELETED "));
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = place.database.connect()) {
      TestDatabase.execute(connection, statement);
    }
  }

  @Test
  void cuttingTheCoolingOffShort_isNoticed() throws SQLException {
    place.erasures().ask(anna, ErasureGround.REQUEST, "letter");
    sql("CREATE TABLE kept AS SELECT * FROM erasure");
    sql("UPDATE erasure SET due_ms = asked_ms");
    assertThatThrownBy(() -> place.erasures().erase(anna))
        .isInstanceOf(VaultException.Tampered.class);
    sql(
        "UPDATE erasure SET due_ms = asked_ms + 604800000, patient = (SELECT patient FROM"
            + " record_revision WHERE patient <> erasure.patient LIMIT 1)");
    place.clock.pass(Duration.ofDays(7));
    assertThatThrownBy(() -> place.erasures().erase(place.bert))
        .isInstanceOf(VaultException.Tampered.class);
    sql("DELETE FROM erasure");
    sql("INSERT INTO erasure SELECT * FROM kept");
    assertThat(place.physician().records(anna)).hasSize(2);
  }

  @Test
  void holdTakenAwayInTheDatabase_isNoticed() throws SQLException {
    place.erasures().ask(anna, ErasureGround.REQUEST, "letter");
    place.erasures().hold(anna, "case 12");
    place.clock.pass(Duration.ofDays(7));
    sql("DELETE FROM hold");
    assertThatThrownBy(() -> place.erasures().erase(anna))
        .isInstanceOf(VaultException.Tampered.class);
    assertThat(place.findings()).anyMatch(finding -> finding.startsWith("STATE"));
  }
}
