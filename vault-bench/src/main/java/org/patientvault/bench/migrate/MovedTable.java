package org.patientvault.bench.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.patientvault.MigrationOptions;
import org.patientvault.MigrationReport;
import org.patientvault.TableMigration;
import org.patientvault.Vault;
import org.patientvault.bench.Interleaved;
import org.patientvault.bench.Report;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.Purpose;

/**
 * How fast is a table moved into a vault, checked and compared, beside {@code INSERT … SELECT} of
 * the same rows into another table; and how long does it take to look through it again? Table and
 * vault are both on SQLite, then both on PostgreSQL.
 *
 * <p>Each round does all of it, in turns. The system property {@code rows} says of how many rows,
 * five to a patient; {@code moves} how many rounds.
 */
public final class MovedTable {
  private static final int ROWS = Integer.getInteger("rows", 50_000);
  private static final int ROUNDS = Integer.getInteger("moves", 5);

  private static final String CREATE =
      "CREATE TABLE %s (id INTEGER PRIMARY KEY, mrn TEXT NOT NULL, status TEXT, code TEXT,"
          + " value TEXT, note TEXT)";

  private static final String MAPPING =
      """
      patientvault-migration: 1
      table: result
      key: id
      patient: {issuer: "urn:example:mrn", column: mrn}
      record: {type: Observation, id: id}
      columns:
        status: {field: status, type: text}
        code: {field: code, type: text}
        value: {field: valueString, type: text}
        note: {field: note, type: text}
      """;

  private final Unlock unlock = Unlock.passphrase("not a secret"::toCharArray);
  private final TablePlace place;

  private MovedTable(TablePlace place) {
    this.place = place;
  }

  public static void ask(Interleaved run, Report report) throws Exception {
    ask(new SqlitePlace(), report);
    ask(new PostgresPlace(), report);
  }

  private static void ask(TablePlace at, Report report) throws Exception {
    try (TablePlace place = at) {
      MovedTable moved = new MovedTable(place);
      moved.fill();
      moved.measure(report);
    }
  }

  private void fill() throws SQLException {
    try (Connection connection = place.table();
        Statement statement = connection.createStatement()) {
      statement.execute(CREATE.formatted("result"));
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO result VALUES (?, ?, 'final', ?, ?, ?)")) {
        for (int id = 1; id <= ROWS; id++) {
          insert.setInt(1, id);
          insert.setString(2, "m" + id / 5);
          insert.setString(3, "8480-" + id % 10);
          insert.setString(4, Integer.toString(90 + id % 60));
          insert.setString(5, "seen at the bed, as on the day before, by the same nurse");
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    }
  }

  private void measure(Report report) throws Exception {
    List<Double> copies = new ArrayList<>();
    List<Double> moves = new ArrayList<>();
    List<Double> looks = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> lookedAgain = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      String vault = place.newVault(round);
      Vault.create(vault, unlock, place.options()).close();
      double copied = round % 2 == 0 ? copy(round) : 0;
      double moved = migrate(vault);
      double looked = migrate(vault);
      copied = round % 2 == 0 ? copied : copy(round);
      copies.add(copied);
      moves.add(moved);
      looks.add(looked);
      ratios.add(moved / copied);
      lookedAgain.add(moved / looked);
    }
    report.table(
        "%,d rows of %s, %d rounds".formatted(ROWS, place, ROUNDS),
        List.of("rows a second", "the vault is"),
        List.of(
            new Report.Row(
                "`INSERT … SELECT` into another table",
                List.of("%,.0f".formatted(median(copies)), "%.4f×".formatted(median(ratios)))),
            new Report.Row(
                "migrate: check, move, compare", List.of("%,.0f".formatted(median(moves)), "")),
            new Report.Row(
                "migrate again, nothing new", List.of("%,.0f".formatted(median(looks)), ""))));
    report.fact(
        "to run it again takes %.0f %% of the time of the first run", 100 * median(lookedAgain));
  }

  /** Rows a second, forced to the disk as the vault forces its own. */
  private double copy(int round) throws SQLException {
    try (Connection connection = place.copy(round);
        Statement statement = connection.createStatement()) {
      statement.execute(CREATE.formatted("copy_" + round));
      long start = System.nanoTime();
      statement.execute("INSERT INTO copy_%d SELECT * FROM %s".formatted(round, place.name()));
      return rate(start);
    }
  }

  private double migrate(String location) {
    try (Vault vault = Vault.open(location, List.of(unlock), place.options())) {
      long start = System.nanoTime();
      MigrationReport report =
          TableMigration.of(
                  vault.as(Actor.of("import", "admin"), Purpose.HSYSADMIN),
                  place.source(),
                  MAPPING.getBytes(UTF_8))
              .run(MigrationOptions.defaults());
      if (!report.complete()) {
        throw new AssertionError("not complete: " + report);
      }
      return rate(start);
    }
  }

  private static double rate(long start) {
    return ROWS * 1e9 / (System.nanoTime() - start);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
