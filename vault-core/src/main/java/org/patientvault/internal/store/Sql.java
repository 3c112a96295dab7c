package org.patientvault.internal.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultException;

/**
 * One connection with its prepared statements, and the only place where an {@link SQLException} is
 * translated.
 */
final class Sql implements AutoCloseable {
  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** One value for each of many rows. */
  interface Column {
    Array in(Connection connection) throws SQLException;

    static Column ofBytes(List<byte[]> values) {
      return connection -> connection.createArrayOf("bytea", values.toArray(new byte[0][]));
    }

    static Column ofNumbers(List<Long> values) {
      return connection -> connection.createArrayOf("bigint", values.toArray(new Long[0]));
    }
  }

  /** A statement that is sent together with others, and who gets each row of its answer. */
  record Part(String sql, RowSink answer, List<?> arguments) {
    Part(String sql, RowSink answer, Object... arguments) {
      this(sql, answer, List.of(arguments));
    }

    static final RowSink NO_ANSWER =
        row -> {
          throw new AssertionError("an update gives no rows");
        };
  }

  /** Takes what it wants of the current row. */
  @FunctionalInterface
  interface RowSink {
    void row(ResultSet row) throws SQLException;
  }

  /** Makes a record of the current row. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  <T> Optional<T> one(String sql, RowReader<T> reader, Object... arguments) {
    try (ResultSet rows = bound(sql, arguments).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  <T> List<T> all(String sql, RowReader<T> reader, Object... arguments) {
    List<T> found = new ArrayList<>();
    try (ResultSet rows = bound(sql, arguments).executeQuery()) {
      while (rows.next()) {
        found.add(reader.read(rows));
      }
      return found;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** As {@link #all}, but no further than the first row that is {@code enough}. */
  <T> List<T> until(
      String sql, RowReader<T> reader, Predicate<? super T> enough, Object... arguments) {
    List<T> found = new ArrayList<>();
    try {
      PreparedStatement statement = bound(sql, arguments);
      statement.setFetchSize(dialect.rowsAtATime());
      try (ResultSet rows = statement.executeQuery()) {
        boolean more = rows.next();
        while (more) {
          T row = reader.read(rows);
          found.add(row);
          more = !enough.test(row) && rows.next();
        }
      }
      return found;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** For many rows: some at a time. */
  <T> void each(String sql, RowReader<T> reader, Consumer<? super T> sink, Object... arguments) {
    try {
      PreparedStatement statement = bound(sql, arguments);
      statement.setFetchSize(dialect.rowsAtATime());
      drain(statement, reader, sink);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static <T> void drain(
      PreparedStatement statement, RowReader<T> reader, Consumer<? super T> sink)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        sink.accept(reader.read(rows));
      }
    }
  }

  /**
   * Sends several statements at once, where the driver can; they run in their order. Gives how many
   * rows each changed, -1 for a question.
   */
  List<Integer> together(List<Part> parts) {
    String all = parts.stream().map(Part::sql).collect(Collectors.joining(";\n"));
    Object[] arguments = parts.stream().flatMap(part -> part.arguments().stream()).toArray();
    List<Integer> changed = new ArrayList<>(parts.size());
    try {
      PreparedStatement statement = bound(all, arguments);
      boolean answers = statement.execute();
      for (Part part : parts) {
        changed.add(statement.getUpdateCount());
        if (answers) {
          drain(statement.getResultSet(), part.answer());
        }
        answers = statement.getMoreResults();
      }
      return changed;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static void drain(ResultSet rows, RowSink sink) throws SQLException {
    try (rows) {
      while (rows.next()) {
        sink.row(rows);
      }
    }
  }

  int update(String sql, Object... arguments) {
    try {
      return bound(sql, arguments).executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Runs {@code sql} once per argument list, in one batch; gives how many rows it changed. */
  int batch(String sql, List<Object[]> argumentLists) {
    if (argumentLists.isEmpty()) {
      return 0;
    }
    try {
      PreparedStatement statement = prepare(sql);
      for (Object[] arguments : argumentLists) {
        bind(statement, arguments);
        statement.addBatch();
      }
      return IntStream.of(statement.executeBatch()).sum();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Runs statements that take no arguments and give no rows. */
  void execute(String sql) {
    try {
      prepare(sql).execute();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  Dialect dialect() {
    return dialect;
  }

  Connection connection() {
    return connection;
  }

  /** After an error a driver may hold statements that answer nothing any more. */
  private RuntimeException failed(SQLException e) {
    RuntimeException told = dialect.translate(e);
    if (!dialect.statementsOutliveErrors()) {
      try {
        closeStatements();
      } catch (SQLException again) {
        told.addSuppressed(again);
      }
      prepared.clear();
    }
    return told;
  }

  private void closeStatements() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
  }

  private PreparedStatement bound(String sql, Object... arguments) throws SQLException {
    PreparedStatement statement = prepare(sql);
    bind(statement, arguments);
    return statement;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, Object... arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      bind(statement, i + 1, arguments[i]);
    }
  }

  private static void bind(PreparedStatement statement, int at, Object argument)
      throws SQLException {
    if (argument instanceof Bytes bytes) {
      statement.setBytes(at, bytes.unsafeArray());
    } else if (argument instanceof PatientRef patient) {
      statement.setBytes(at, patient.value().unsafeArray());
    } else if (argument instanceof RecordRef record) {
      statement.setBytes(at, record.value().unsafeArray());
    } else if (argument instanceof Column column) {
      statement.setArray(at, column.in(statement.getConnection()));
    } else if (argument instanceof Integer number) {
      statement.setInt(at, number);
    } else if (argument instanceof Long number) {
      statement.setLong(at, number);
    } else if (argument instanceof String text) {
      statement.setString(at, text);
    } else {
      throw new AssertionError("no binding for " + argument.getClass());
    }
  }

  /**
   * A number of 32 bits.
   *
   * @throws VaultException.Tampered when it has more: no vault wrote it
   */
  static int small(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    if (number != (int) number) {
      throw new VaultException.Tampered(
          "a row holds the number " + number + ", which no vault writes");
    }
    return (int) number;
  }

  /**
   * Bytes that every row has.
   *
   * @throws VaultException.Tampered when there are none: no vault wrote that
   */
  static Bytes bytes(ResultSet row, int column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    if (bytes == null) {
      throw new VaultException.Tampered("a row lacks a value that every vault writes");
    }
    return Bytes.wrap(bytes);
  }

  static PatientRef patient(ResultSet row, int column) throws SQLException {
    return reference(PatientRef::new, bytes(row, column));
  }

  static RecordRef record(ResultSet row, int column) throws SQLException {
    return reference(RecordRef::new, bytes(row, column));
  }

  private static <T> T reference(Function<Bytes, T> kind, Bytes bytes) {
    try {
      return kind.apply(bytes);
    } catch (IllegalArgumentException e) {
      throw new VaultException.Tampered(
          "a row has a reference of " + bytes.size() + " bytes, which no vault writes", e);
    }
  }

  /** All values of a row: bytes, numbers and texts. */
  static Object[] values(ResultSet row) throws SQLException {
    Object[] values = new Object[row.getMetaData().getColumnCount()];
    for (int i = 0; i < values.length; i++) {
      Object value = row.getObject(i + 1);
      values[i] = value instanceof byte[] bytes ? Bytes.wrap(bytes) : value;
    }
    return values;
  }

  @Override
  public void close() {
    try {
      closeStatements();
      connection.close();
    } catch (SQLException e) {
      throw dialect.translate(e);
    }
  }
}
