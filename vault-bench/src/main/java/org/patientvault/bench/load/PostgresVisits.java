package org.patientvault.bench.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.patientvault.bench.VisitFields;

/**
 * What a user would build on PostgreSQL: a table with a sealed column per field, and an audit row
 * written by the statement that reads.
 */
final class PostgresVisits {
  private static final int BATCH = 500;

  private final PostgresServer server;
  private final Pgcrypto crypto;
  private final String table;

  PostgresVisits(PostgresServer server, Pgcrypto crypto, String purpose) throws SQLException {
    this.server = server;
    this.crypto = crypto;
    this.table = crypto.name().toLowerCase(Locale.ROOT) + "_" + purpose;
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE %s_visit (patient uuid, id text, %s, PRIMARY KEY (patient, id))"
              .formatted(table, columns("f%d bytea")));
      statement.execute(
          """
          CREATE TABLE %s_audit (
            id bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), actor text NOT NULL, purpose text NOT NULL,
            patient uuid NOT NULL, record text NOT NULL, event text NOT NULL, fields text NOT NULL)\
          """
              .formatted(table));
    }
  }

  private static String columns(String each) {
    return IntStream.range(0, VisitFields.NAMES.size())
        .mapToObj(each::formatted)
        .collect(Collectors.joining(", "));
  }

  static UUID patient(int number) {
    return new UUID(0x5eed, number);
  }

  /** Writes visits {@code from} to {@code to} with their audit rows, so many per transaction. */
  void insert(Connection connection, List<List<String>> visits, int from) throws SQLException {
    String values = columns(crypto.seal("?").replace("%", "%%"));
    connection.setAutoCommit(false);
    try (PreparedStatement visit =
            connection.prepareStatement(
                "INSERT INTO %s_visit VALUES (?, ?, %s)".formatted(table, values));
        PreparedStatement audit =
            connection.prepareStatement(
                "INSERT INTO %s_audit (actor, purpose, patient, record, event, fields) VALUES (?, ?, ?, ?, ?, ?)"
                    .formatted(table))) {
      for (int i = 0; i < visits.size(); i++) {
        bind(visit, from + i, visits.get(i));
        visit.addBatch();
        bindAudit(audit, from + i, "CREATE");
        audit.addBatch();
        if ((i + 1) % BATCH == 0 || i + 1 == visits.size()) {
          visit.executeBatch();
          audit.executeBatch();
          connection.commit();
        }
      }
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void bind(PreparedStatement visit, int number, List<String> values)
      throws SQLException {
    visit.setObject(1, patient(number));
    visit.setString(2, "visit-" + number);
    for (int i = 0; i < values.size(); i++) {
      visit.setString(3 + i, values.get(i));
    }
  }

  private static void bindAudit(PreparedStatement audit, int number, String event)
      throws SQLException {
    audit.setString(1, "dr.lea");
    audit.setString(2, "TREAT");
    audit.setObject(3, patient(number));
    audit.setString(4, "visit-" + number);
    audit.setString(5, event);
    audit.setString(6, String.join(",", VisitFields.NAMES));
  }

  /** Fills the table with visits 0 to {@code count}. */
  void fill(int count) throws SQLException {
    try (Connection connection = server.connect()) {
      insert(connection, IntStream.range(0, count).mapToObj(Visits::values).toList(), 0);
      try (Statement statement = connection.createStatement()) {
        statement.execute("VACUUM ANALYZE %s_visit".formatted(table));
      }
    }
  }

  /** Reads one visit per statement; the statement's commit makes the audit row durable. */
  Party reads(String name, int count) {
    String opened =
        IntStream.range(0, VisitFields.NAMES.size())
            .mapToObj(i -> crypto.open("f" + i))
            .collect(Collectors.joining(", "));
    String query =
        """
        WITH audited AS (INSERT INTO %1$s_audit (actor, purpose, patient, record, event, fields) VALUES (?, ?, ?, ?, ?, ?))
        SELECT %2$s FROM %1$s_visit WHERE patient = ? AND id = ?\
        """
            .formatted(table, opened);
    return new ConnectedParty(name, server, connection -> reader(connection, query, count));
  }

  private static Party.Caller reader(Connection connection, String query, int count)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(query);
    return () -> {
      int number = ThreadLocalRandom.current().nextInt(count);
      bindAudit(statement, number, "READ");
      statement.setObject(7, patient(number));
      statement.setString(8, "visit-" + number);
      try (ResultSet rows = statement.executeQuery()) {
        return checked(rows);
      }
    };
  }

  private static int checked(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      throw new IllegalStateException("a visit is gone");
    }
    for (int i = 0; i < VisitFields.NAMES.size(); i++) {
      if (rows.getString(i + 1).length() != VisitFields.FIELD_BYTES) {
        throw new IllegalStateException("a field came back with another length");
      }
    }
    return 1;
  }
}
