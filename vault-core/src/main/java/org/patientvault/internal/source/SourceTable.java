package org.patientvault.internal.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.DatabaseLogin;
import org.patientvault.model.VaultException;

/**
 * One table of another database, in the order of its key, a page at a time: so nothing there is
 * locked for long, and nothing is skipped over again and again.
 *
 * <p>Outside of {@link #snapshot} each page is what stands there when it is read. Not for use by
 * several threads.
 */
public final class SourceTable implements AutoCloseable {
  private static final int PAGE = 500;

  private final SourceDialect dialect;
  private final Connection connection;
  private final String table;
  private final List<String> key;
  private final List<String> read;
  private final Set<String> columns;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private SourceTable(
      SourceDialect dialect,
      Connection connection,
      String table,
      List<String> key,
      List<String> read)
      throws SQLException {
    this.dialect = dialect;
    this.connection = connection;
    this.table = table;
    this.key = key;
    this.read = read;
    this.columns = columnsOf();
  }

  /**
   * Connects.
   *
   * @param table its name, behind that of its schema if there are two
   * @param key the columns that order it; {@code read}, those that are read, and among them the key
   * @throws VaultException.InvalidInput when there is no such database, table or column
   * @throws VaultException.StorageFailed when it cannot be read
   */
  public static SourceTable open(
      String url, DatabaseLogin login, List<String> table, List<String> key, List<String> read) {
    SourceDialect dialect = SourceDialect.of(url, login);
    String quoted = table.stream().map(SourceTable::quoted).collect(Collectors.joining("."));
    try {
      Connection connection = dialect.connect();
      boolean fit = false;
      try {
        SourceTable opened = new SourceTable(dialect, connection, quoted, key, read);
        // A name in quotes that is no column is a text to SQLite: it must never get that far.
        opened.requireColumns();
        fit = true;
        return opened;
      } finally {
        if (!fit) {
          connection.close();
        }
      }
    } catch (SQLException e) {
      throw dialect.translate(e);
    }
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private Set<String> columnsOf() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT * FROM " + table + " WHERE 1 = 0");
        ResultSet none = statement.executeQuery()) {
      ResultSetMetaData described = none.getMetaData();
      Set<String> names = new LinkedHashSet<>();
      for (int i = 1; i <= described.getColumnCount(); i++) {
        names.add(described.getColumnName(i));
      }
      return names;
    }
  }

  private void requireColumns() {
    List<String> missing = read.stream().filter(each -> !columns.contains(each)).toList();
    if (!missing.isEmpty()) {
      throw new VaultException.InvalidInput(
          "the table has no column " + String.join(", ", missing));
    }
  }

  /** The names of all its columns. */
  public Set<String> columns() {
    return columns;
  }

  /** How many rows it has. */
  public long count() {
    return number("SELECT COUNT(*) FROM " + table);
  }

  /** How many different values, or sets of values, {@code some} columns have. */
  public long countDistinct(List<String> some) {
    return number(
        "SELECT COUNT(*) FROM (SELECT DISTINCT " + spelled(some) + " FROM " + table + ") AS d");
  }

  /** Whether there is a row without a key. */
  public boolean lacksKeys() {
    String lacking =
        key.stream().map(each -> quoted(each) + " IS NULL").collect(Collectors.joining(" OR "));
    return number(
            "SELECT COUNT(*) FROM (SELECT 1 FROM " + table + " WHERE " + lacking + " LIMIT 1) AS d")
        > 0;
  }

  /** Whether two rows are spelled the same in these columns. */
  public boolean repeats(List<String> some) {
    boolean toldApartByTheKey =
        Set.copyOf(some).containsAll(key) && !dialect.spellsDifferentKeysAlike();
    return !toldApartByTheKey
        && number(
                "SELECT COUNT(*) FROM (SELECT 1 FROM "
                    + table
                    + " GROUP BY "
                    + spelled(some)
                    + " HAVING COUNT(*) > 1 LIMIT 1) AS d")
            > 0;
  }

  private String spelled(List<String> some) {
    return some.stream()
        .map(each -> dialect.spelled(quoted(each)))
        .collect(Collectors.joining(", "));
  }

  private long number(String query) {
    try (ResultSet row = prepared(query).executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw dialect.translate(e);
    }
  }

  /**
   * Gives {@code sink} all rows, some at a time.
   *
   * @throws VaultException.InvalidInput when two rows that follow each other have the same key
   */
  public void pages(Consumer<List<SourceRow>> sink) {
    @Nullable SourceRow last = null;
    boolean more = true;
    while (more) {
      // One more than are given: a key that stands on both sides would be passed over.
      List<SourceRow> page = page(last, PAGE + 1);
      requireDistinct(page);
      more = page.size() > PAGE;
      List<SourceRow> given = more ? page.subList(0, PAGE) : page;
      if (!given.isEmpty()) {
        last = given.get(given.size() - 1);
        sink.accept(given);
      }
    }
  }

  private void requireDistinct(List<SourceRow> page) {
    for (int i = 1; i < page.size(); i++) {
      SourceRow row = page.get(i);
      SourceRow before = page.get(i - 1);
      if (key.stream().allMatch(each -> same(row.value(each), before.value(each)))) {
        throw new VaultException.InvalidInput(
            "the key does not tell rows apart: "
                + before
                + " and the next have the same; name columns that are unique together");
      }
    }
  }

  private static boolean same(@Nullable Object one, @Nullable Object other) {
    return Objects.deepEquals(one, other);
  }

  private List<SourceRow> page(@Nullable SourceRow behind, int limit) {
    String keys = key.stream().map(SourceTable::quoted).collect(Collectors.joining(", "));
    String marks = key.stream().map(each -> "?").collect(Collectors.joining(", "));
    String after = behind == null ? "" : " WHERE (" + keys + ") > (" + marks + ")";
    String query =
        "SELECT "
            + read.stream().map(SourceTable::quoted).collect(Collectors.joining(", "))
            + " FROM "
            + table
            + after
            + " ORDER BY "
            + keys
            + " LIMIT "
            + limit;
    try {
      PreparedStatement statement = prepared(query);
      if (behind != null) {
        for (int i = 0; i < key.size(); i++) {
          dialect.bind(statement, i + 1, behind.value(key.get(i)));
        }
      }
      return rows(statement, behind == null ? 0 : behind.number());
    } catch (SQLException e) {
      throw dialect.translate(e);
    }
  }

  private List<SourceRow> rows(PreparedStatement statement, long before) throws SQLException {
    List<SourceRow> rows = new ArrayList<>();
    try (ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < read.size(); i++) {
          values.put(read.get(i), dialect.value(found, i + 1));
        }
        rows.add(new SourceRow(before + rows.size() + 1, values));
      }
    }
    return rows;
  }

  private PreparedStatement prepared(String query) throws SQLException {
    PreparedStatement known = prepared.get(query);
    if (known == null) {
      known = connection.prepareStatement(query);
      prepared.put(query, known);
    }
    return known;
  }

  /** Runs {@code reading} while the table stands still for it: in one read transaction. */
  public void snapshot(Runnable reading) {
    try {
      connection.setAutoCommit(false);
      try {
        reading.run();
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw dialect.translate(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // What was only read loses nothing.
    }
  }
}
