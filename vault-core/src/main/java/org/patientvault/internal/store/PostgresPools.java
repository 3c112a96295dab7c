package org.patientvault.internal.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.PostgresConnections.Use;

/** Pools of checked connections. */
final class PostgresPools {
  private static final long WAIT_MILLIS = 10_000;
  private static final int LOGIN_SECONDS = 10;
  private static final long VALIDATION_MILLIS = 5_000;

  private PostgresPools() {}

  static HikariDataSource of(PostgresConnections connections, Use use, int most) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(new Checked(connections, use));
    config.setPoolName("patientvault-" + use.name().toLowerCase(java.util.Locale.ROOT));
    config.setMaximumPoolSize(most);
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setValidationTimeout(VALIDATION_MILLIS);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  /** What the pool takes its connections from. */
  private record Checked(PostgresConnections connections, Use use) implements DataSource {
    @Override
    public Connection getConnection() throws SQLException {
      return connections.open(use);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      throw new SQLFeatureNotSupportedException("the login is fixed");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    /** How long a closing pool waits for a connection that is being made, to close it too. */
    @Override
    public int getLoginTimeout() {
      return LOGIN_SECONDS;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException("no java.util.logging here");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLFeatureNotSupportedException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
