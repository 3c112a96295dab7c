package org.patientvault.internal.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Opens connections that keep what a vault promises; each is checked, for a pool opens new ones for
 * as long as it lives, and another server may answer by then.
 */
final class PostgresConnections {
  private final PostgresLocation location;
  private final DatabaseLogin login;
  private final PostgresDialect dialect;

  /** The vault that was found first. */
  private volatile @Nullable Bytes vault;

  /** What a connection is for. */
  enum Use {
    /** Short reading and the writing of the vault itself. */
    WRITING("primary", "30", ""),
    READING("primary", "30", READ_ONLY),
    /** Long reading of a vault that is open. */
    READING_AT_LENGTH("primary", "300", READ_ONLY),
    /** Of a vault that is not: by whatever server answers. */
    EXAMINING("any", "300", READ_ONLY);

    private final String server;
    private final String socketSeconds;
    private final String settings;

    Use(String server, String socketSeconds, String settings) {
      this.server = server;
      this.socketSeconds = socketSeconds;
      this.settings = settings;
    }
  }

  /**
   * A node that hangs while it has the log's head must not hold up the others: the server ends its
   * transaction. What is set here cannot be lowered by a reload while the connection lives.
   */
  private static final String SETTINGS =
      """
      SET search_path = patientvault, pg_temp;
      SET lock_timeout = '5s';
      SET statement_timeout = 0;
      SET idle_in_transaction_session_timeout = '4s';
      SET tcp_user_timeout = '10s';
      SET default_transaction_isolation = 'read committed';
      SET plan_cache_mode = 'force_generic_plan';
      SET client_min_messages = 'warning';
      """;

  private static final String READ_ONLY =
      """
      SET default_transaction_isolation = 'repeatable read';
      SET default_transaction_read_only = on;
      SET idle_in_transaction_session_timeout = 0;
      """;

  PostgresConnections(PostgresLocation location, DatabaseLogin login, PostgresDialect dialect) {
    this.location = location;
    this.login = login;
    this.dialect = dialect;
  }

  /** Only this vault is accepted from now on. */
  void expect(Bytes id) {
    vault = id;
  }

  /** A new connection, out of autocommit. */
  Connection open(Use use) throws SQLException {
    Connection connection = connect(use);
    boolean fit = false;
    try {
      // The search path first: what is asked must not be answered by somebody's own functions.
      try (Statement statement = connection.createStatement()) {
        statement.execute(SETTINGS + use.settings);
      }
      PostgresServerCheck.run(connection, location);
      checkVault(connection);
      connection.setAutoCommit(false);
      fit = true;
      return connection;
    } finally {
      if (!fit) {
        connection.close();
      }
    }
  }

  /** A connection to look with, which another pooled one may be. */
  Connection connect(Use use) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("targetServerType", use.server);
    settings.setProperty("connectTimeout", "5");
    settings.setProperty("loginTimeout", "10");
    settings.setProperty("socketTimeout", use.socketSeconds);
    location.parameters().forEach(settings::setProperty);
    settings.setProperty("tcpKeepAlive", "true");
    settings.setProperty("ApplicationName", "patientvault");
    settings.setProperty("reWriteBatchedInserts", "true");
    // Row contents stay out of exceptions, passwords out of the wire.
    settings.setProperty("logServerErrorDetail", "false");
    settings.setProperty("requireAuth", "!password,!md5");
    if (login.user() != null) {
      settings.setProperty("user", login.user());
    }
    addPassword(settings);
    try {
      return DriverManager.getConnection(location.url(), settings);
    } finally {
      settings.remove("password");
    }
  }

  private void addPassword(Properties settings) {
    if (login.password() != null) {
      char[] password = login.password().get();
      // The driver takes a string: it stays in memory until it is collected.
      settings.setProperty("password", new String(password));
      Arrays.fill(password, '\0');
    }
  }

  /** After a move of the address, another server may answer, with another vault in it. */
  private void checkVault(Connection connection) throws SQLException {
    Bytes expected = vault;
    if (expected == null) {
      return;
    }
    // The statements go with the connection.
    Sql sql = new Sql(connection, dialect);
    if (PostgresOpening.vaultId(sql).filter(expected::equals).isEmpty()) {
      throw new VaultException.StorageFailed(
          "the database "
              + location
              + " no longer holds the vault that was opened; nothing was read or written; look"
              + " where its address leads");
    }
  }
}
