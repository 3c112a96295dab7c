package org.patientvault.stores;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A streaming standby of a {@link PostgresServer}, which hears from it through a {@link Cable}:
 * what is held there it never got. Goes when it is closed.
 */
public final class PostgresStandby implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final PostgresServer primary;
  private final PostgresCluster cluster = new PostgresCluster();
  private final Cable cable;

  private PostgresStandby(PostgresServer primary) {
    this.primary = primary;
    this.cable = Cable.to(primary.cluster().port());
  }

  /** Copies the server as it is now, and follows it. */
  public static PostgresStandby of(PostgresServer primary) throws SQLException {
    PostgresStandby standby = new PostgresStandby(primary);
    try {
      standby.copy();
      standby.cluster.launch(List.of());
      PasswordFile.addPair(primary.cluster().port(), standby.cluster.port());
      standby.awaitCaughtUp();
      return standby;
    } catch (SQLException | RuntimeException | AssertionError e) {
      standby.close();
      throw e;
    }
  }

  private void copy() {
    // The server's user has to write beside what we make there.
    PostgresPrograms.giveToServer(cluster.write("standby", "").getParent());
    Properties superuser = primary.superuser();
    String source =
        "host=127.0.0.1 port=%d user=%s password=%s"
            .formatted(
                cable.port(), superuser.getProperty("user"), superuser.getProperty("password"));
    PostgresPrograms.newest()
        .runAsServer(
            "pg_basebackup",
            List.of("-d", source, "-D", cluster.dataFolder().toString(), "-R", "-c", "fast", "-N"));
  }

  /** From now on the primary acknowledges nothing that it does not have. */
  public void makeSynchronous() throws SQLException {
    primary.set("synchronous_standby_names", "*");
    await(
        primary.connectAsSuperuser("postgres"),
        "SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
  }

  /** Waits until it has all that the server has by now. */
  public void awaitCaughtUp() throws SQLException {
    String sent;
    try (Connection connection = primary.connectAsSuperuser("postgres")) {
      sent = one(connection, "SELECT pg_current_wal_flush_lsn()");
    }
    String question = "SELECT coalesce(pg_last_wal_receive_lsn() >= '%s', false)".formatted(sent);
    await(connectAsSuperuser(), question);
  }

  private void await(Connection opened, String question) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try (Connection connection = opened) {
      while (!one(connection, question).equals("t")) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("waited in vain for: " + question + "; see " + cluster.log());
        }
        Thread.onSpinWait();
      }
    }
  }

  /** Makes it a primary; comes back when it takes writes. */
  public void promote() {
    PostgresPrograms.newest()
        .runAsServer(
            "pg_ctl", List.of("-D", cluster.dataFolder().toString(), "-w", "-s", "promote"));
  }

  /** Between the primary and it. */
  public Cable cable() {
    return cable;
  }

  /** Its files and processes. */
  public PostgresCluster cluster() {
    return cluster;
  }

  /** A location that names the primary first and then it. */
  public String locationOfBoth(PostgresDatabase database) {
    return "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/%s"
        .formatted(primary.cluster().port(), cluster.port(), database.name());
  }

  /** A location that names it alone. */
  public String location(PostgresDatabase database) {
    return "jdbc:postgresql://127.0.0.1:" + cluster.port() + "/" + database.name();
  }

  private Connection connectAsSuperuser() throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + cluster.port() + "/postgres";
    return DriverManager.getConnection(url, primary.superuser());
  }

  private static String one(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Override
  public void close() {
    cluster.close();
    cable.close();
  }
}
