package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.BundleDetails;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.Report;
import org.patientvault.audit.RetentionClass;
import org.patientvault.audit.details.DetailsKey;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Details expire and are erased; erased and tampered with are told apart. */
@Tag("once")
@OnBothStores
class DetailErasureTest {
  private static final Duration HALF_A_YEAR = Duration.ofDays(180);

  @TempDir Path folder;
  private TestDatabase database;
  private ErasedLog log;

  @BeforeEach
  void aLogOfLastYear(TestDatabase database) {
    this.database = database;
    log = new ErasedLog(database.location());
  }

  private Report exportAndVerify() {
    return log.exportAndVerify(folder.resolve("bundle"));
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = database.connect()) {
      TestDatabase.execute(connection, statement);
    }
  }

  private static void assertCode(Report report, int code) {
    assertThat(report.exitCode().code()).as(() -> report.lines().toString()).isEqualTo(code);
  }

  @Test
  void nothingErased_detailsAreWhatEntriesCommitTo() {
    Report report = exportAndVerify();
    assertCode(report, 0);
    assertThat(report.lines().get(0)).startsWith("VERIFIED ").contains(" erased=0");
    List<String> read = new ArrayList<>();
    BundleDetails.read(
        folder.resolve("bundle"),
        log.auditor,
        0,
        Long.MAX_VALUE,
        (index, detail) -> read.add(new String(detail, StandardCharsets.UTF_8)));
    assertThat(read).anyMatch(detail -> detail.contains("\"user\":\"dr.lea\""));
    assertThat(read)
        .anyMatch(detail -> detail.contains(log.auditor.recipient().fingerprint().hex()));
  }

  @Test
  void everythingExpired_verifies_andSaysByWhichEntry() {
    Map<RetentionClass, Duration> all = new EnumMap<>(RetentionClass.class);
    for (RetentionClass of : RetentionClass.values()) {
      all.put(of, HALF_A_YEAR);
    }
    Map<RetentionClass, Long> erased = log.expireLater(all);
    assertThat(erased.get(RetentionClass.ACCESS)).isEqualTo(ErasedLog.ACCESSES);

    Report report = exportAndVerify();
    assertCode(report, 0);
    assertThat(report.lines())
        .anyMatch(
            line ->
                line.matches(
                    "ERASED indexes=\\d+\\.\\.\\d+ count="
                        + ErasedLog.ACCESSES
                        + " by entry \\d+ ground=expiry"));
    assertThat(report.lines().get(0)).contains(" erased=" + erased.size());
    assertThat(log.findings()).isEmpty();
    try (Vault vault = log.later(0)) {
      assertThat(vault.administration(ErasedLog.ADMIN).logRetention().due()).isEmpty();
    }
  }

  @Test
  void youngerDetailsAndOtherClasses_stay() throws SQLException {
    Map<RetentionClass, Long> erased =
        log.expireLater(Map.of(RetentionClass.OVERSIGHT, HALF_A_YEAR));
    assertThat(erased).isEmpty();
    try (Vault vault = log.later(0)) {
      LogRetention retention = vault.administration(ErasedLog.ADMIN).logRetention();
      retention.setRule(new RetentionRule(Map.of(RetentionClass.ACCESS, Duration.ofDays(366))));
      assertThat(retention.expire(count -> {})).isEmpty();
      assertThat(retention.rule().kept()).containsOnlyKeys(RetentionClass.ACCESS);
    }
    assertCode(exportAndVerify(), 0);
  }

  @Test
  void detailChanged_isDetailChanged() throws SQLException {
    sql(
        "UPDATE log_detail SET sealed = (SELECT sealed FROM log_detail WHERE idx = 20) WHERE idx ="
            + " 30");
    sql("UPDATE log_detail SET salt = (SELECT salt FROM log_detail WHERE idx = 20) WHERE idx = 31");
    Report report = exportAndVerify();
    assertCode(report, 3);
    assertThat(report.lines()).contains("DETAIL CHANGED index=30", "DETAIL CHANGED index=31");
    assertThat(log.findings()).contains("DETAIL CHANGED index=30", "DETAIL CHANGED index=31");
  }

  @Test
  void detailGoneWithoutErase_isDetailMissing() throws SQLException {
    sql("DELETE FROM log_detail WHERE idx = 41");
    Report report = exportAndVerify();
    assertCode(report, 3);
    assertThat(report.lines()).contains("DETAIL MISSING index=41");
    assertThat(log.findings()).contains("DETAIL MISSING index=41");
  }

  @Test
  void detailGoneBeforeItsTime_isMissingAmongThoseThatExpired() throws SQLException {
    sql("DELETE FROM log_detail WHERE idx = 41");
    log.expireLater(Map.of(RetentionClass.ACCESS, HALF_A_YEAR));
    Report report = exportAndVerify();
    assertCode(report, 3);
    String found = "DETAIL MISSING among \\d+\\.\\.\\d+: 63 are gone, and entry \\d+ erased 62";
    assertThat(report.lines()).anyMatch(line -> line.matches(found));
    assertThat(log.findings()).singleElement().asString().matches(found);
  }

  @Test
  void detailOfAnotherClassGone_isNotCoveredByAnExpiry() throws SQLException {
    log.expireLater(Map.of(RetentionClass.ACCESS, HALF_A_YEAR));
    sql("DELETE FROM log_detail WHERE idx = 1");
    Report report = exportAndVerify();
    assertCode(report, 3);
    assertThat(report.lines()).contains("DETAIL MISSING index=1");
  }

  @Test
  void classOfARowChanged_erasesNoMore_andIsFound() throws SQLException {
    sql("UPDATE log_detail SET retention = 1 WHERE idx < 3");
    log.expireLater(Map.of(RetentionClass.ACCESS, HALF_A_YEAR));
    assertCode(exportAndVerify(), 0);
    assertThat(log.findings())
        .contains("DETAIL CHANGED index=1 (retention=1)", "DETAIL CHANGED index=2 (retention=1)");
  }

  @Test
  void erasedDetailPutBack_isNotErased() throws SQLException {
    sql("CREATE TABLE kept AS SELECT * FROM log_detail WHERE idx BETWEEN 50 AND 51");
    log.expireLater(Map.of(RetentionClass.ACCESS, HALF_A_YEAR));
    sql("INSERT INTO log_detail SELECT * FROM kept");
    sql("DROP TABLE kept");
    Report report = exportAndVerify();
    assertCode(report, 4);
    assertThat(report.lines())
        .anyMatch(
            line ->
                line.matches("NOT ERASED entry \\d+ erased 63 details, and 61 of them are gone"));
  }

  @Test
  void textOfAnExpiryEdited_isErasureChanged() throws SQLException {
    sql("DELETE FROM log_detail WHERE idx = 41");
    log.expireLater(Map.of(RetentionClass.ACCESS, HALF_A_YEAR));
    editOrders("\"count\":62", "\"count\":63");
    assertThat(log.findings())
        .anyMatch(line -> line.matches("ERASURE CHANGED entry=\\d+"))
        .contains("DETAIL MISSING index=41");
  }

  private void editOrders(String from, String to) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement all =
            connection.prepareStatement("SELECT sha256, body FROM log_payload");
        PreparedStatement edit =
            connection.prepareStatement("UPDATE log_payload SET body = ? WHERE sha256 = ?");
        ResultSet rows = all.executeQuery()) {
      while (rows.next()) {
        String text = new String(rows.getBytes(2), StandardCharsets.UTF_8);
        if (text.contains(from)) {
          edit.setBytes(1, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
          edit.setBytes(2, rows.getBytes(1));
          edit.addBatch();
        }
      }
      assertThat(edit.executeBatch()).containsExactly(1);
    }
  }

  @Test
  void exportedWhileDetailsAreErased_saysNothingFalse() throws Exception {
    Thread erasing =
        new Thread(() -> log.expireLater(Map.of(RetentionClass.ACCESS, HALF_A_YEAR)), "erasing");
    log.later(0).close();
    erasing.start();
    List<Report> reports = new ArrayList<>();
    for (int i = 0; erasing.isAlive() || reports.isEmpty(); i++) {
      try {
        reports.add(log.exportAndVerify(folder.resolve("bundle-" + i)));
      } catch (VaultException.Conflict e) {
        assertThat(e).hasMessageContaining("try again");
      }
    }
    erasing.join();
    reports.add(exportAndVerify());
    assertThat(reports)
        .allSatisfy(
            each -> assertThat(each.lines()).noneMatch(line -> line.startsWith("DETAIL MISSING")));
    assertThat(reports.get(reports.size() - 1).lines())
        .anyMatch(line -> line.contains("ground=expiry"));
  }

  @Test
  void onePatientErased_saysTheGround_andTheNextEntryHasAnotherPseudonym() {
    try (Vault vault = log.later(10);
        Vault other = log.later(0)) {
      Session elsewhere = other.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
      assertThat(elsewhere.find(ErasedLog.identifier(0))).contains(log.first);
      long details =
          vault
              .administration(ErasedLog.ADMIN)
              .logRetention()
              .erase(log.first, ErasureGround.ORDER, "letter of the court, 12 March");
      assertThat(details).isEqualTo(3);
      assertThat(elsewhere.find(ErasedLog.identifier(0))).contains(log.first);
    }
    Report report = exportAndVerify();
    assertCode(report, 0);
    assertThat(report.lines())
        .anyMatch(
            line ->
                line.matches("ERASED indexes=\\d+\\.\\.\\d+ count=3 by entry \\d+ ground=order"));
    assertThat(log.findings()).isEmpty();
    List<String> read = new ArrayList<>();
    BundleDetails.read(
        folder.resolve("bundle"),
        log.auditor,
        0,
        Long.MAX_VALUE,
        (index, detail) -> read.add(new String(detail, StandardCharsets.UTF_8)));
    assertThat(read).anyMatch(detail -> detail.contains("letter of the court, 12 March"));
  }

  @Test
  void nobodyKnown_orNoRight_isRefused_andInTheLog() {
    try (Vault vault = log.later(10)) {
      LogRetention retention = vault.administration(ErasedLog.ADMIN).logRetention();
      PatientRef stranger = PatientRef.parse("00112233445566778899aabbccddeeff");
      assertThatThrownBy(() -> retention.erase(stranger, ErasureGround.REQUEST, "a letter"))
          .isInstanceOf(VaultException.NotFound.class);
      assertThatThrownBy(() -> retention.erase(log.first, ErasureGround.EXPIRY, "a letter"))
          .isInstanceOf(IllegalArgumentException.class);
      LogRetention nurse = vault.administration(Actor.of("kim", "nurse")).logRetention();
      assertThatThrownBy(() -> nurse.expire(count -> {}))
          .isInstanceOf(VaultException.AccessDenied.class);
      assertThatThrownBy(
              () -> new RetentionRule(Map.of(RetentionClass.ACCESS, Duration.ofDays(179))))
          .isInstanceOf(IllegalArgumentException.class);
    }
    Report report = exportAndVerify();
    assertCode(report, 0);
  }

  @Test
  void withoutTheKey_detailsAreNotRead_andAnotherKeyCannotTell() throws Exception {
    Path bundle = log.export(folder.resolve("bundle"));
    Report unread = BundleVerifier.verify(bundle, log.policy, Optional.empty());
    assertCode(unread, 0);
    assertThat(unread.lines()).contains("DETAILS NOT READ: they are sealed to an auditor's key");
    Report stranger = log.verify(bundle, DetailsKey.generate());
    assertCode(stranger, 2);
    assertThat(stranger.lines())
        .anyMatch(line -> line.startsWith("CANNOT TELL details/key is for another auditor's key"));
    Path only = onlyTile(bundle);
    Files.delete(only);
    Report missing = log.verify(bundle, log.auditor);
    assertCode(missing, 2);
    assertThat(missing.lines())
        .contains("CANNOT TELL " + bundle.relativize(only) + " not in bundle");
  }

  private static Path onlyTile(Path bundle) throws IOException {
    try (Stream<Path> all = Files.walk(bundle.resolve("details/000.p"))) {
      return all.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }
}
