package org.patientvault.bench.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/** Twelve values per record, known beforehand, into sealed columns, with an audit row each. */
final class PostgresImport implements Party {
  private final String name;
  private final PostgresServer server;
  private final PostgresVisits visits;
  private final int records;
  private List<List<String>> next = List.of();
  private int inserted;

  /** Imports {@code records} at a time. */
  PostgresImport(String name, PostgresServer server, Pgcrypto crypto, int records)
      throws SQLException {
    this.name = name;
    this.server = server;
    this.visits = new PostgresVisits(server, crypto, "import");
    this.records = records;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare() {
    next = IntStream.range(inserted, inserted + records).mapToObj(Visits::values).toList();
  }

  @Override
  public Caller caller(int number) throws SQLException {
    return new ConnectedParty(name, server, this::importing).caller(number);
  }

  private Caller importing(Connection connection) {
    return () -> {
      visits.insert(connection, next, inserted);
      inserted += records;
      return records;
    };
  }

  @Override
  public void close() {}
}
