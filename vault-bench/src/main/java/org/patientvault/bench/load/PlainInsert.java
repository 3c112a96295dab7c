package org.patientvault.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The same JSON, line by line, into a plain SQLite table: not parsed, not sealed, not logged. */
final class PlainInsert implements Party {
  private static final int RECORDS = 20_000;
  private static final int BATCH = 500;

  private final String name;
  private final Path file;
  private final Connection connection;
  private final Observations observations = new Observations();
  private int inserted;

  PlainInsert(Path folder, String name) throws SQLException {
    this.name = name;
    this.file = folder.resolve("plain-import.ndjson");
    this.connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("plain.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("CREATE TABLE record (id TEXT PRIMARY KEY, body TEXT NOT NULL)");
    }
    connection.setAutoCommit(false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare() throws IOException {
    observations.write(file, RECORDS);
  }

  @Override
  public Caller caller(int number) {
    return this::insertFile;
  }

  private int insertFile() throws IOException, SQLException {
    try (BufferedReader lines = Files.newBufferedReader(file);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO record VALUES (?, ?)")) {
      for (int i = 1; i <= RECORDS; i++) {
        insert.setString(1, "Observation/" + inserted++);
        insert.setString(2, lines.readLine());
        insert.addBatch();
        if (i % BATCH == 0) {
          insert.executeBatch();
          connection.commit();
        }
      }
    }
    return RECORDS;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
