package org.patientvault.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.AuditLine;
import org.patientvault.MigrationOptions;
import org.patientvault.MigrationReport;
import org.patientvault.MigrationReport.Phase;
import org.patientvault.MigrationSource;
import org.patientvault.TableMigration;
import org.patientvault.Vault;
import org.patientvault.audit.EventCode;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException.AccessDenied;
import org.patientvault.model.VaultException.InvalidInput;
import org.patientvault.model.VaultException.StorageFailed;
import org.patientvault.stores.Databases;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.Stores;
import org.patientvault.stores.TestDatabase;

/** What becomes of a table's rows, and of a table that changes, or is not as the mapping says. */
@Tag("once")
@OnBothStores
class TableMigrationTest {
  private static final int ROWS = 600;

  private Vault vault;
  private PlainTable table;

  @BeforeEach
  void aVaultAndATable(TestDatabase database, Databases databases) throws SQLException {
    vault =
        Vault.create(database.location(), QuickPassphrase.of("correct horse battery"::toCharArray));
    Ward.useSchema(vault);
    table = new PlainTable(databases.store());
  }

  @AfterEach
  void close() throws SQLException {
    vault.close();
    table.close();
  }

  private MigrationReport run(String mapping) {
    return Ward.migration(vault, table, mapping).run(MigrationOptions.defaults());
  }

  private void assertRefused(String mapping, String words) {
    assertThatThrownBy(() -> run(mapping))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(words);
    assertThat(events()).doesNotContain(EventCode.CREATE, EventCode.QUERY);
  }

  private List<AuditLine> entries() {
    return vault.auditTrail(Actor.of("auditor", "auditor")).entries(0, 100_000);
  }

  private List<EventCode> events() {
    return entries().stream().map(line -> line.entry().event()).toList();
  }

  @Test
  void everyRow_becomesARecordOfItsPatient() throws SQLException {
    Ward.fill(table, ROWS);
    MigrationReport report = Ward.move(vault, table);
    assertThat(report.complete()).isTrue();
    assertThat(report.created()).isEqualTo(ROWS);
    assertThat(report.patients()).isEqualTo(report.patientsAdmitted()).isEqualTo(121);
    assertThat(report.comparison().orElseThrow())
        .isEqualTo(new MigrationReport.Comparison(ROWS, ROWS, 0, 0, 0, 0, 0, ROWS));
    for (int id : List.of(1, 500, 501, 502, ROWS)) {
      assertThat(Ward.value(vault, Ward.mrn(id), Integer.toString(id), "note"))
          .isEqualTo(FieldValue.text(Ward.note(id)));
    }
    assertThat(table.number("SELECT COUNT(*) FROM visit")).isEqualTo(ROWS);
  }

  @Test
  void theLog_hasEachRecordAndBothEnds_underOneRequest() throws SQLException {
    Ward.fill(table, 10);
    int before = events().size();
    Ward.move(vault, table);
    List<AuditLine> moved =
        entries().stream()
            .skip(before)
            .filter(line -> line.entry().event() != EventCode.LOG_READ)
            .toList();
    assertThat(moved.stream().map(line -> line.entry().requestId()).distinct()).hasSize(1);
    assertThat(moved.stream().filter(line -> line.entry().event() == EventCode.CREATE)).hasSize(10);
    assertThat(moved.stream().filter(line -> line.entry().event() == EventCode.KEY_CREATE))
        .hasSize(3);
    assertThat(moved.get(0).entry().event()).isEqualTo(EventCode.QUERY);
    AuditLine end = moved.get(moved.size() - 1);
    assertThat(end.entry().event()).isEqualTo(EventCode.QUERY);
    assertThat(end.entry().outcome().code()).isZero();
    assertThat(end.toString()).doesNotContain("note of visit");
  }

  @Test
  void again_writesNoRecord() throws SQLException {
    Ward.fill(table, ROWS);
    Ward.move(vault, table);
    int before = events().size();
    MigrationReport again = Ward.move(vault, table);
    assertThat(again.complete()).isTrue();
    assertThat(again.unchanged()).isEqualTo(ROWS);
    List<EventCode> after = events();
    assertThat(after.subList(before, after.size()))
        .containsOnly(EventCode.LOG_READ, EventCode.QUERY);
  }

  @Test
  void changedAndNewRows_arePickedUp() throws SQLException {
    Ward.fill(table, ROWS);
    Ward.move(vault, table);
    table.execute(
        "UPDATE visit SET note = 'changed' WHERE id IN (3, 550)",
        "INSERT INTO visit VALUES (5000, 'm7', 'new', 1)");
    MigrationReport again = Ward.move(vault, table);
    assertThat(again.complete()).isTrue();
    assertThat(again.updated()).isEqualTo(2);
    assertThat(again.created()).isEqualTo(1);
    assertThat(Ward.value(vault, Ward.mrn(3), "3", "note")).isEqualTo(FieldValue.text("changed"));
  }

  /** Whoever migrates again must not undo what was written since. */
  @Test
  void recordAmendedInTheVault_isNeverWrittenOver() throws SQLException {
    Ward.fill(table, ROWS);
    Ward.move(vault, table);
    Ward.physician(vault)
        .update(Ward.key(vault, Ward.mrn(4), "4"), 1, Map.of("note", FieldValue.text("amended")));
    MigrationReport again = Ward.move(vault, table);
    assertThat(again.kept()).isEqualTo(1);
    assertThat(again.updated()).isZero();
    assertThat(again.complete()).isTrue();
    assertThat(Ward.value(vault, Ward.mrn(4), "4", "note")).isEqualTo(FieldValue.text("amended"));
  }

  /** Where rows are taken to be new, one that is not is held against the vault all the same. */
  @Test
  void amendedRecordBehindManyNewOnes_isKeptToo() throws SQLException {
    table.execute(Ward.TABLE, "INSERT INTO visit VALUES (3000, 'm1', 'first', 1)");
    Ward.move(vault, table);
    Ward.physician(vault)
        .update(Ward.key(vault, "m1", "3000"), 1, Map.of("note", FieldValue.text("amended")));
    table.execute("BEGIN");
    for (int id = 1; id <= ROWS; id++) {
      table.execute("INSERT INTO visit VALUES (" + id + ", 'm1', 'x', 1)");
    }
    table.execute("COMMIT");
    MigrationReport again = Ward.move(vault, table);
    assertThat(again.created()).isEqualTo(ROWS);
    assertThat(again.kept()).isEqualTo(1);
    assertThat(Ward.value(vault, "m1", "3000", "note")).isEqualTo(FieldValue.text("amended"));
  }

  @Test
  void dryRun_saysWhatWouldBecome_andWritesNothing() throws SQLException {
    Ward.fill(table, ROWS);
    table.execute("UPDATE visit SET note = NULL WHERE id <= 3");
    int before = events().size();
    MigrationReport report =
        Ward.migration(vault, table, Ward.MAPPING).check(MigrationOptions.defaults());
    assertThat(report.rows()).isEqualTo(ROWS);
    assertThat(report.created()).isEqualTo(ROWS);
    assertThat(report.patients()).isEqualTo(121);
    assertThat(report.nulls()).containsExactly(Map.entry("note", 3L), Map.entry("pulse", 0L));
    assertThat(report.comparison()).isEmpty();
    List<EventCode> after = events();
    assertThat(after.subList(before, after.size())).containsOnly(EventCode.LOG_READ);
    Ward.move(vault, table);
    MigrationReport then =
        Ward.migration(vault, table, Ward.MAPPING).check(MigrationOptions.defaults());
    assertThat(then.unchanged()).isEqualTo(ROWS);
  }

  /** Changed behind the place where it is read, so that only the comparison can see it. */
  @Test
  void sourceThatChangesMeanwhile_isFoundAndPickedUpByTheNextRun() throws SQLException {
    Ward.fill(table, ROWS);
    Consumer<MigrationReport.Progress> meanwhile =
        once(
            Phase.MOVE,
            "UPDATE visit SET note = 'changed' WHERE id IN (1, 2)",
            "DELETE FROM visit WHERE id IN (3, 4, 5)",
            "INSERT INTO visit VALUES (0, 'm0', 'added', 1)");
    MigrationReport report =
        Ward.migration(vault, table, Ward.MAPPING)
            .run(MigrationOptions.defaults().withProgress(meanwhile));
    assertThat(report.complete()).isFalse();
    assertThat(report.comparison().orElseThrow())
        .isEqualTo(new MigrationReport.Comparison(ROWS - 2, ROWS - 5, 0, 2, 1, 0, 3, ROWS));
    MigrationReport again = Ward.move(vault, table);
    assertThat(again.complete()).isTrue();
    assertThat(again.updated()).isEqualTo(2);
    assertThat(again.created()).isEqualTo(1);
  }

  private Consumer<MigrationReport.Progress> once(Phase phase, String... statements) {
    Set<Phase> done = new HashSet<>();
    return progress -> {
      if (progress.phase() == phase && done.add(phase)) {
        try {
          table.execute(statements);
        } catch (SQLException e) {
          throw new AssertionError(e);
        }
      }
    };
  }

  @Test
  void badRows_areNamedByPlace_andNothingIsMoved() throws SQLException {
    Ward.fill(table, ROWS);
    table.execute("UPDATE visit SET mrn = NULL WHERE id IN (2, 577)");
    MigrationReport report = Ward.move(vault, table);
    assertThat(report.skipped()).isEqualTo(2);
    assertThat(report.problems())
        .extracting(MigrationReport.Problem::row)
        .containsExactly(2L, 577L);
    assertThat(report.problems().get(0).reason())
        .isEqualTo("column mrn: the patient's identifier is null");
    assertThat(report.comparison()).isEmpty();
    assertThat(events()).doesNotContain(EventCode.CREATE, EventCode.QUERY);
  }

  @Test
  void badRows_stayBehindWithKeepGoing() throws SQLException {
    Ward.fill(table, ROWS);
    table.execute("UPDATE visit SET mrn = NULL WHERE id IN (2, 577)");
    MigrationReport report =
        Ward.migration(vault, table, Ward.MAPPING).run(MigrationOptions.defaults().withKeepGoing());
    assertThat(report.created()).isEqualTo(ROWS - 2);
    assertThat(report.skipped()).isEqualTo(2);
    assertThat(report.complete()).isFalse();
    assertThat(report.comparison().orElseThrow().unreadable()).isEqualTo(2);
    assertThat(report.comparison().orElseThrow().gone()).isZero();
  }

  @Test
  void columnThatNobodyMentions_isRefused() throws SQLException {
    Ward.fill(table, 3);
    table.execute("ALTER TABLE visit ADD COLUMN religion TEXT");
    assertRefused(Ward.MAPPING, "does not mention the column religion");
    assertThat(run(Ward.MAPPING + "ignore: [religion]\n").complete()).isTrue();
    assertRefusedLater(Ward.MAPPING + "ignore: [religion, shoe]\n", "ignores the column shoe");
  }

  private void assertRefusedLater(String mapping, String words) {
    assertThatThrownBy(() -> run(mapping))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(words);
  }

  @Test
  void missingTableOrColumn_isRefused() throws SQLException {
    Ward.fill(table, 3);
    assertRefused(Ward.MAPPING.replace("table: visit", "table: visits"), "no such table");
    assertRefused(Ward.MAPPING.replace("  pulse:", "  puls:"), "the table has no column puls");
  }

  /** A quotation mark in a name ends nothing. */
  @Test
  void nameThatLooksLikeSql_isAName() throws SQLException {
    Ward.fill(table, 3);
    table.execute("ALTER TABLE visit RENAME TO \"vi\"\"sit; DROP TABLE x\"");
    String named = Ward.MAPPING.replace("table: visit", "table: 'vi\"sit; DROP TABLE x'");
    assertThat(run(named).complete()).isTrue();
  }

  @Test
  void keyThatDoesNotTellRowsApart_isRefused() throws SQLException {
    table.execute(
        "CREATE TABLE visit (id INTEGER, mrn TEXT, note TEXT, pulse INTEGER)",
        "INSERT INTO visit VALUES (1, 'm1', 'a', 1), (2, 'm2', 'b', 1), (2, 'm3', 'c', 1)");
    assertRefused(Ward.MAPPING, "row 2 and the next have the same");
    table.execute("UPDATE visit SET id = NULL WHERE mrn = 'm3'");
    assertRefused(Ward.MAPPING, "null in some");
  }

  @Test
  void recordIdThatAPatientHasTwice_isRefused() throws SQLException {
    Ward.fill(table, 10);
    table.execute("UPDATE visit SET pulse = 7 WHERE id IN (6, 8)");
    assertRefused(
        Ward.MAPPING.replace("id: id}", "id: pulse}"),
        "two rows of one patient have the same record id");
  }

  @Test
  void keyOfSeveralColumns_ordersAcrossPages() throws SQLException {
    table.execute(
        "CREATE TABLE visit (mrn TEXT NOT NULL, id INTEGER NOT NULL, note TEXT, pulse INTEGER,"
            + " PRIMARY KEY (mrn, id))",
        "BEGIN");
    for (int i = 0; i < ROWS; i++) {
      table.execute(
          "INSERT INTO visit VALUES ('m" + i % 7 + "', " + i / 7 + ", 'n" + i + "', NULL)");
    }
    table.execute("COMMIT");
    MigrationReport report = run(Ward.MAPPING.replace("key: id", "key: [mrn, id]"));
    assertThat(report.complete()).isTrue();
    assertThat(report.created()).isEqualTo(ROWS);
    assertThat(report.nulls()).containsEntry("pulse", (long) ROWS);
    assertThat(Ward.value(vault, "m3", "10", "note")).isEqualTo(FieldValue.text("n73"));
    assertThat(Ward.value(vault, "m3", "10", "pulse")).isEqualTo(FieldValue.ofNull());
  }

  @Test
  void rowsOfNobody_belongToNobody() throws SQLException {
    Ward.fill(table, 3);
    String mapping =
        Ward.MAPPING.replace("{issuer: \"urn:example:mrn\", column: mrn}", "nobody")
            + "ignore: [mrn]\n";
    assertThat(run(mapping).complete()).isTrue();
    assertThat(Ward.physician(vault).records(Ward.physician(vault).nobody())).hasSize(3);
  }

  @Test
  void issuerOfEachRow_isPartOfTheIdentifier() throws SQLException {
    table.execute(
        "CREATE TABLE visit (id INTEGER PRIMARY KEY, site TEXT, mrn TEXT, note TEXT, pulse"
            + " INTEGER)",
        "INSERT INTO visit VALUES (1, 'urn:a', 'm1', 'x', 1), (2, 'urn:b', 'm1', 'y', 1)");
    MigrationReport report =
        run(Ward.MAPPING.replace("issuer: \"urn:example:mrn\"", "issuer-column: site"));
    assertThat(report.patientsAdmitted()).isEqualTo(2);
    assertThat(report.patients()).isEqualTo(2);
  }

  @Test
  void fieldThatTheSchemaDoesNotName_needsItsClassSaid() throws SQLException {
    Ward.fill(table, 3);
    String misspelt = Ward.MAPPING.replace("field: pulse", "field: puls");
    assertRefused(misspelt, "the field puls is not named, so of class sensitive");
    assertRefused(
        Ward.MAPPING.replace("type: integer", "type: integer, class: identity"),
        "the field pulse is of class clinical");
    assertThat(run(misspelt.replace("type: integer", "type: integer, class: sensitive")).complete())
        .isTrue();
  }

  @Test
  void whoMayNotWrite_isRefusedBeforeTheFirstRow_andTheRefusalIsInTheLog() throws SQLException {
    Ward.fill(table, 3);
    TableMigration clerks =
        TableMigration.of(
            vault.as(Actor.of("c.arl", "clerk"), Purpose.PATADMIN),
            table.source(),
            Ward.MAPPING.getBytes(UTF_8));
    assertThatThrownBy(() -> clerks.check(MigrationOptions.defaults()))
        .isInstanceOf(AccessDenied.class);
    assertThat(events()).contains(EventCode.DENY).doesNotContain(EventCode.CREATE);
  }

  @Test
  void sourceThatIsNoDatabase_isRefused() {
    for (String url : List.of("jdbc:mysql://localhost/x", "visits.csv", "")) {
      assertNoSource(url, InvalidInput.class);
    }
    assertNoSource("jdbc:sqlite:/no/such/file", InvalidInput.class);
    assertNoSource("jdbc:sqlite::memory:", InvalidInput.class);
    assertNoSource("jdbc:postgresql://root:secret@localhost/x", InvalidInput.class);
    assertNoSource("jdbc:postgresql://example.org/x?sslmode=disable", InvalidInput.class);
    assertNoSource("jdbc:postgresql://127.0.0.1:1/x", StorageFailed.class);
  }

  private void assertNoSource(String url, Class<? extends Exception> kind) {
    TableMigration migration =
        TableMigration.of(
            Ward.migrator(vault), MigrationSource.of(url), Ward.MAPPING.getBytes(UTF_8));
    assertThatThrownBy(() -> migration.check(MigrationOptions.defaults()))
        .isInstanceOf(kind)
        .hasMessageNotContaining("secret");
  }

  /** Into the other kind of store. */
  @Test
  void tableOfTheOtherKindOfDatabase_arrivesTheSame(Databases databases) throws SQLException {
    Stores other = databases.store() == Stores.SQLITE ? Stores.POSTGRES : Stores.SQLITE;
    try (PlainTable elsewhere = new PlainTable(other)) {
      Ward.fill(elsewhere, ROWS);
      assertThat(Ward.move(vault, elsewhere).complete()).isTrue();
      assertThat(Ward.value(vault, Ward.mrn(9), "9", "pulse")).isEqualTo(FieldValue.integer(69));
    }
  }

  @Test
  void rate_isKept() throws SQLException {
    Ward.fill(table, 300);
    long start = System.nanoTime();
    Ward.migration(vault, table, Ward.MAPPING).run(MigrationOptions.defaults().withRate(600));
    assertThat(System.nanoTime() - start).isGreaterThan(450_000_000L);
  }

  @Test
  void sourceFile_isNeverChanged() throws SQLException {
    Ward.fill(table, 3);
    assertThatThrownBy(
            () ->
                Ward.migration(vault, table, Ward.MAPPING)
                    .run(
                        MigrationOptions.defaults()
                            .withProgress(
                                progress -> {
                                  throw new IllegalStateException("cut off");
                                })))
        .hasMessage("cut off");
    assertThat(table.number("SELECT COUNT(*) FROM visit WHERE note LIKE 'note of%'")).isEqualTo(3);
  }
}
