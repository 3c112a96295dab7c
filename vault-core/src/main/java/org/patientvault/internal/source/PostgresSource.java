package org.patientvault.internal.source;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.DatabaseLogin;
import org.patientvault.internal.store.PostgresLocation;
import org.patientvault.model.VaultException;

/**
 * A table in a PostgreSQL database. Every value is read as the server spells it, and looked up by
 * that spelling: so no type of the server's needs to be known, and no digit is lost.
 */
final class PostgresSource implements SourceDialect {
  private static final Set<String> NO_SUCH_TABLE = Set.of("42P01", "3F000");
  private static final Set<String> NOT_LET_IN = Set.of("28P01", "28000");

  private static final String SETTINGS =
      """
      SET default_transaction_read_only = on;
      SET default_transaction_isolation = 'repeatable read';
      SET TimeZone = 'UTC';
      SET DateStyle = 'ISO';
      SET IntervalStyle = 'iso_8601';
      SET bytea_output = 'hex';
      SET extra_float_digits = 1;
      SET row_security = off;
      SET lock_timeout = '5s';
      SET statement_timeout = '30min';
      SET idle_in_transaction_session_timeout = 0;
      """;

  private final PostgresLocation location;
  private final DatabaseLogin login;

  PostgresSource(PostgresLocation location, DatabaseLogin login) {
    this.location = location;
    this.login = login;
  }

  @Override
  public Connection connect() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("connectTimeout", "5");
    settings.setProperty("loginTimeout", "10");
    settings.setProperty("socketTimeout", "1800");
    location.parameters().forEach(settings::setProperty);
    settings.setProperty("tcpKeepAlive", "true");
    settings.setProperty("ApplicationName", "patientvault migrate");
    settings.setProperty("logServerErrorDetail", "false");
    // Many a server from which plaintext is moved away knows nothing better than md5.
    settings.setProperty("requireAuth", "!password");
    settings.setProperty("binaryTransfer", "false");
    // A spelling is taken for whatever type the column beside it has.
    settings.setProperty("stringtype", "unspecified");
    if (login.user() != null) {
      settings.setProperty("user", login.user());
    }
    return configured(connect(settings));
  }

  private Connection connect(Properties settings) throws SQLException {
    if (login.password() != null) {
      char[] password = login.password().get();
      settings.setProperty("password", new String(password));
      Arrays.fill(password, '\0');
    }
    try {
      return DriverManager.getConnection(location.url(), settings);
    } finally {
      settings.remove("password");
    }
  }

  private static Connection configured(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public @Nullable Object value(ResultSet row, int column) throws SQLException {
    return row.getString(column);
  }

  @Override
  public void bind(PreparedStatement statement, int parameter, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(parameter, Types.OTHER);
    } else {
      statement.setString(parameter, value.toString());
    }
  }

  @Override
  public String spelled(String quotedColumn) {
    return quotedColumn + "::text";
  }

  @Override
  public boolean spellsDifferentKeysAlike() {
    return false;
  }

  @Override
  public VaultException translate(SQLException e) {
    String code = e.getSQLState() == null ? "" : e.getSQLState();
    if (NO_SUCH_TABLE.contains(code)) {
      return new VaultException.InvalidInput("the source has no such table", e);
    }
    if (code.equals("3D000")) {
      return new VaultException.InvalidInput("the source's server has no such database", e);
    }
    if (code.equals("42501")) {
      return new VaultException.Refused(
          "the source's user may not read all of that table; an administrator grants SELECT on it,"
              + " and BYPASSRLS where policies of row-level security hide rows from that user");
    }
    if (NOT_LET_IN.contains(code)) {
      return new VaultException.StorageFailed(
          "the source's server did not accept the user or its password", e);
    }
    String told =
        code.startsWith("08") || code.isEmpty()
            ? "the connection to the source failed or was lost; run it again"
            : "the source could not be read";
    return new VaultException.StorageFailed(
        told + " (" + location + ", " + (code.isEmpty() ? "no code" : code) + ")", e);
  }
}
