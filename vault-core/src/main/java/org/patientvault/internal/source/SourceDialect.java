package org.patientvault.internal.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.DatabaseLogin;
import org.patientvault.internal.store.PostgresLocation;
import org.patientvault.internal.store.SqliteLocation;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.model.VaultException;

/** What one kind of database does in its own way when it is only read. */
interface SourceDialect {
  /** A connection that cannot write, out of a transaction. */
  Connection connect() throws SQLException;

  /** The value of a column, so that {@link #bind} finds the same row by it. */
  @Nullable Object value(ResultSet row, int column) throws SQLException;

  void bind(PreparedStatement statement, int parameter, @Nullable Object value) throws SQLException;

  /** A column, as the text that {@link #value} would be. */
  String spelled(String quotedColumn);

  /** Whether what the database holds apart can be spelled the same. */
  boolean spellsDifferentKeysAlike();

  /** The kind of error that a caller can act on; never what stands in a row. */
  VaultException translate(SQLException e);

  /** Which one {@code url} names. */
  static SourceDialect of(String url, DatabaseLogin login) {
    if (!url.startsWith("jdbc:sqlite:") && !url.startsWith("jdbc:postgresql:")) {
      throw new VaultException.InvalidInput(
          "a source is jdbc:sqlite:FILE or jdbc:postgresql://HOST:PORT/DATABASE");
    }
    StoreLocation location = StoreLocation.parse(url);
    if (location instanceof PostgresLocation server) {
      return new PostgresSource(server, login);
    }
    if (login.user() != null) {
      throw new VaultException.InvalidInput("a source in a file has no users to connect as");
    }
    return new SqliteSource((SqliteLocation) location);
  }
}
