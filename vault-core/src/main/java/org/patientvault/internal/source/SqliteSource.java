package org.patientvault.internal.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.SqliteLocation;
import org.patientvault.model.VaultException;
import org.sqlite.SQLiteException;

/** A table in an SQLite file, which is never changed. */
final class SqliteSource implements SourceDialect {
  private static final String READ_ONLY = "1";
  private static final String READ_WRITE = "2";
  private static final char REPLACEMENT = '\uFFFD';

  private final SqliteLocation location;

  SqliteSource(SqliteLocation location) {
    this.location = location;
  }

  @Override
  public Connection connect() throws SQLException {
    if (!Files.isRegularFile(location.file())) {
      throw new VaultException.InvalidInput("there is no file at the source's address");
    }
    Properties settings = new Properties();
    settings.setProperty("open_mode", openMode());
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + location.file(), settings);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
      statement.execute("PRAGMA busy_timeout = 5000");
      statement.execute("PRAGMA trusted_schema = OFF");
      statement.execute("PRAGMA temp_store = MEMORY");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * The last connection that may write merges the write-ahead log into the file, so where there is
   * one, none is opened that may. Where there is none, one that may not would leave an empty one.
   */
  private String openMode() {
    try {
      Path log = Path.of(location.file().toRealPath() + "-wal");
      return Files.exists(log) && Files.size(log) > 0 ? READ_ONLY : READ_WRITE;
    } catch (IOException e) {
      throw new VaultException.StorageFailed("the source's file cannot be read", e);
    }
  }

  /** A text that is not UTF-8 comes as bytes: the driver would read it as if it were another. */
  @Override
  public @Nullable Object value(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    if (value instanceof String text && text.indexOf(REPLACEMENT) >= 0) {
      byte[] stored = row.getBytes(column);
      boolean broken = new String(stored, StandardCharsets.UTF_8).equals(text) && !isUtf8(stored);
      return broken ? stored : text;
    }
    return value;
  }

  private static boolean isUtf8(byte[] stored) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(stored));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Override
  public void bind(PreparedStatement statement, int parameter, @Nullable Object value)
      throws SQLException {
    statement.setObject(parameter, value);
  }

  @Override
  public String spelled(String quotedColumn) {
    return "CAST(" + quotedColumn + " AS TEXT)";
  }

  /** The number 1 and the text 1. */
  @Override
  public boolean spellsDifferentKeysAlike() {
    return true;
  }

  @Override
  public VaultException translate(SQLException e) {
    String code =
        e instanceof SQLiteException known ? known.getResultCode().name() : "SQLITE_UNKNOWN";
    if (code.startsWith("SQLITE_NOTADB")) {
      return new VaultException.InvalidInput("the source's file is no SQLite database", e);
    }
    if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
      return new VaultException.StorageFailed(
          "another process kept the source locked for more than 5 s; run it again", e);
    }
    if (String.valueOf(e.getMessage()).contains("no such table")) {
      return new VaultException.InvalidInput("the source has no such table", e);
    }
    return new VaultException.StorageFailed("the source could not be read (" + code + ")", e);
  }
}
