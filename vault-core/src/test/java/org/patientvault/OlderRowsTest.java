package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.patientvault.AttackedRows.Row;
import org.patientvault.stores.Databases;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.OncePerStore;
import org.patientvault.stores.TestDatabase;

/**
 * P3 on real rows, table by table: a row of an older copy, of another vault, or taken away, is
 * found in the rows or in the log.
 */
@OnBothStores
@Tag("once")
class OlderRowsTest {
  /** Tables whose rows are the same in an older copy, and why. */
  private static final Map<String, String> NEVER_REWRITTEN =
      Map.ofEntries(
          Map.entry("vault_meta", "is made with the vault"),
          Map.entry("keyset", "each keyset has one generation"),
          Map.entry("config", "a new text is a new version"),
          Map.entry("patient_key", "each patient has one key, of version 1"),
          Map.entry("patient_index", "an identifier is added once"),
          Map.entry("record_index", "a record is added once"),
          Map.entry("record_revision", "a change is a new revision"),
          Map.entry("log_entry", "the log only grows"),
          Map.entry("log_detail", "is written with its entry"),
          Map.entry("log_subject", "a pseudonym is drawn once"),
          Map.entry("log_payload", "a text stands under its own hash"),
          Map.entry("log_checkpoint", "these were signed in minutes of their own"),
          Map.entry("log_cosignature", "is empty: no witness is trusted"),
          Map.entry("log_anchor", "is empty: no time stamp was asked for"),
          Map.entry("request", "is empty: nothing needs two administrators"),
          Map.entry("tombstone", "is empty: nobody was erased"),
          Map.entry("hold", "is empty: nobody is on hold"),
          Map.entry("erasure", "is empty: no erasure was asked for"),
          Map.entry("lease", "is empty: it is given back after each signing"));

  /**
   * Says which processes have the vault open, and how the other tables are to be read; no evidence
   * hangs on them.
   */
  private static final Set<String> NO_EVIDENCE = Set.of("node", "job", "vault_layout");

  private static final Set<String> EMPTY =
      Set.of("tombstone", "hold", "erasure", "lease", "log_cosignature", "log_anchor", "request");

  private static final int SAMPLED = 2;
  private static final long SEED = 2026;

  private static OlderCopy vault;
  private static Map<String, Map<List<Object>, Row>> older;
  private static Map<String, Map<List<Object>, Row>> foreign;

  @TempDir Path folder;
  private AttackedDatabase attacked;
  private AttackedRows rows;
  private int looked;

  @OncePerStore
  static void twoVaultsEachWithAnOlderCopy(
      Databases databases, @TempDir Path home, @TempDir Path elsewhere) throws Exception {
    vault = new OlderCopy(databases, home, 2);
    older = rowsOf(vault.olderRows());
    TestDatabase other = new OlderCopy(databases, elsewhere, 4).currentRows();
    try (AttackedDatabase file = new AttackedDatabase(other)) {
      file.execute(
          "INSERT INTO tombstone SELECT patient, 1, patient, 2026, 5 FROM record_revision"
              + " ORDER BY patient DESC LIMIT 1");
      file.execute(
          "INSERT INTO hold SELECT patient, 2026, 5 FROM record_revision ORDER BY patient LIMIT 1");
      file.execute(
          "INSERT INTO erasure SELECT patient, 'order', 1, 2, 2026, 5 FROM record_revision"
              + " ORDER BY patient LIMIT 1");
      file.execute("INSERT INTO log_cosignature VALUES (2026, 5, 0, 'w+0a0b0c0d', ?)", new byte[8]);
      file.execute(
          "INSERT INTO log_anchor VALUES (2026, 5, 1, ?, 1768464000000, 1768464001000, ?)",
          new byte[8],
          new byte[32]);
      file.execute(
          "INSERT INTO request VALUES (?, 'approved', ?, ?, 1768464000000, 2026, 5)",
          new byte[16],
          new byte[32],
          new byte[32]);
      file.execute("INSERT INTO lease VALUES ('publisher', 'of another vault', 1768464000000)");
    }
    foreign = rowsOf(other);
  }

  private static Map<String, Map<List<Object>, Row>> rowsOf(TestDatabase database)
      throws Exception {
    try (AttackedDatabase opened = new AttackedDatabase(database)) {
      AttackedRows all = new AttackedRows(opened);
      Map<String, Map<List<Object>, Row>> rows = new TreeMap<>();
      List<String> tables = new ArrayList<>(all.tables());
      tables.removeAll(NO_EVIDENCE);
      for (String table : tables) {
        rows.put(table, all.of(table));
      }
      return rows;
    }
  }

  static Set<String> tables() {
    return older.keySet();
  }

  @BeforeEach
  void anAttackersCopy(Databases databases) throws Exception {
    attacked = new AttackedDatabase(databases.copyOf(vault.currentRows()));
    rows = new AttackedRows(attacked);
    assertThat(found()).isEmpty();
  }

  @AfterEach
  void asBefore() throws Exception {
    assertThat(found()).isEmpty();
    attacked.close();
  }

  /** Each row of each table, where the tests otherwise take some of a table. */
  @Tag("soak")
  @ParameterizedTest
  @MethodSource("tables")
  void everyRow_isFound(String table, TestReporter reporter) throws Exception {
    putBackOlder(table, Integer.MAX_VALUE, reporter);
    deleteRows(table, Integer.MAX_VALUE, reporter);
    putInForeign(table, Integer.MAX_VALUE, reporter);
  }

  /** So many of them, by a fixed seed. */
  private static List<Row> some(List<Row> all, int most) {
    List<Row> some = new ArrayList<>(all);
    Collections.shuffle(some, new Random(SEED));
    return some.subList(0, Math.min(most, some.size()));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void olderRowPutBack_isFound(String table, TestReporter reporter) throws Exception {
    putBackOlder(table, SAMPLED, reporter);
  }

  private void putBackOlder(String table, int most, TestReporter reporter) throws Exception {
    List<Row> changed = new ArrayList<>(older.get(table).values());
    changed.removeAll(rows.of(table).values());
    for (Row row : some(changed, most)) {
      assertThat(foundWith(row)).as("%s %s", table, row.key()).isNotEmpty();
    }
    assertThat(changed.isEmpty()).isEqualTo(NEVER_REWRITTEN.containsKey(table));
    reporter.publishEntry(table, changed.size() + " older rows");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void allRowsOfOneTablePutBack_areFound(String table) throws Exception {
    Map<List<Object>, Row> before = older.get(table);
    Map<List<Object>, Row> current = rows.of(table);
    exchange(current, before);
    assertThat(found().isEmpty()).isEqualTo(before.equals(current));
    exchange(before, current);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void rowDeleted_isFound(String table, TestReporter reporter) throws Exception {
    deleteRows(table, SAMPLED, reporter);
  }

  private void deleteRows(String table, int most, TestReporter reporter) throws Exception {
    Map<List<Object>, Row> current = rows.of(table);
    for (Row row : some(List.copyOf(current.values()), most)) {
      rows.delete(row);
      assertThat(found().isEmpty()).as("%s %s", table, row.key()).isEqualTo(isOlderNote(row));
      rows.put(row);
    }
    assertThat(current.isEmpty()).isEqualTo(EMPTY.contains(table));
    reporter.publishEntry(table, current.size() + " rows deleted");
  }

  /** The newest note proves what an older one does; the older only narrows down a change. */
  private boolean isOlderNote(Row row) throws SQLException {
    return row.table().equals("log_checkpoint")
        && rows.of(row.table()).keySet().stream().anyMatch(key -> size(key) > size(row.key()));
  }

  private static long size(List<Object> keyOfNote) {
    return ((Number) keyOfNote.get(1)).longValue();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void rowOfAnotherVaultPutIn_isFound(String table, TestReporter reporter) throws Exception {
    putInForeign(table, SAMPLED, reporter);
  }

  private void putInForeign(String table, int most, TestReporter reporter) throws Exception {
    List<Row> brought = new ArrayList<>(foreign.get(table).values());
    brought.removeAll(rows.of(table).values());
    for (Row row : some(brought, most)) {
      assertThat(foundWith(row).isEmpty()).as("%s %s", table, row.key()).isEqualTo(isLease(row));
    }
    assertThat(brought).isNotEmpty();
    reporter.publishEntry(table, brought.size() + " foreign rows");
  }

  /** Says who may sign next, for two seconds; no evidence hangs on it. */
  private static boolean isLease(Row row) {
    return row.table().equals("lease");
  }

  private void exchange(Map<List<Object>, Row> out, Map<List<Object>, Row> in) throws SQLException {
    for (Row row : out.values()) {
      rows.delete(row);
    }
    for (Row row : in.values()) {
      rows.put(row);
    }
  }

  /** What is found while {@code row} stands in the file. */
  private List<String> foundWith(Row row) throws Exception {
    Row before = rows.of(row.table()).get(row.key());
    rows.put(row);
    List<String> found = found();
    if (before == null) {
      rows.delete(row);
    } else {
      rows.put(before);
    }
    return found;
  }

  private List<String> found() throws IOException {
    return vault.findings(attacked.location(), folder.resolve("bundle-" + looked++));
  }
}
