package org.patientvault.stores;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server of our own, which goes when it is closed, or when this process ends or is
 * told to.
 *
 * <p>Who connects without a name and password is {@link #OWNER}, who owns the databases and is no
 * superuser: the driver takes the name of whoever runs it, and finds the password in {@link
 * PasswordFile}.
 */
public final class PostgresServer implements AutoCloseable {
  /** The role that owns the databases: named as whoever runs the tests. */
  public static final String OWNER = System.getProperty("user.name");

  private static final String SUPERUSER = "superuser";
  private static final List<String> USUAL_CLUSTER = List.of("--no-locale", "-E", "UTF8");

  private final PostgresCluster cluster = new PostgresCluster();
  private final String password = randomPassword();
  private final AtomicInteger databases = new AtomicInteger();
  private final ExecutorService dropping =
      Executors.newSingleThreadExecutor(PostgresServer::daemon);
  private final Thread atExit = new Thread(cluster::close, "stop-postgres");

  private PostgresServer() {
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** The one that ordinary tests of this process share. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    private static final PostgresServer SERVER = start();
  }

  /** A server with the usual settings and {@code settings}, each as {@code name=value}. */
  public static PostgresServer start(String... settings) {
    return start(USUAL_CLUSTER, List.of(settings));
  }

  /** As {@link #start(String...)}, with other options of initdb. */
  public static PostgresServer start(List<String> initdb, List<String> settings) {
    PostgresServer server = new PostgresServer();
    try {
      server.cluster.initialise(SUPERUSER, server.password, initdb);
      server.cluster.launch(settings);
      server.addOwner();
      return server;
    } catch (SQLException e) {
      server.close();
      throw new AssertionError(e);
    } catch (RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "drop-databases");
    thread.setDaemon(true);
    return thread;
  }

  private void addOwner() throws SQLException {
    String ownersPassword = randomPassword();
    execute("CREATE ROLE \"%s\" LOGIN PASSWORD '%s'".formatted(OWNER, ownersPassword));
    PasswordFile.add(cluster.port(), OWNER, ownersPassword);
    PasswordFile.add(cluster.port(), SUPERUSER, password);
  }

  private static String randomPassword() {
    byte[] password = new byte[16];
    new SecureRandom().nextBytes(password);
    return HexFormat.of().formatHex(password);
  }

  /** Its files and processes: to stop, kill and launch it. */
  public PostgresCluster cluster() {
    return cluster;
  }

  /** A new database of {@link #OWNER}; {@code options} are those of CREATE DATABASE. */
  public PostgresDatabase newDatabase(String... options) {
    String name = "vault_" + databases.incrementAndGet();
    String words = String.join(" ", options);
    try {
      execute("CREATE DATABASE %s OWNER \"%s\" %s".formatted(name, OWNER, words));
      return new PostgresDatabase(this, name);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Removes a database, whoever is connected to it. Nobody waits for that: the server forces
   * everything to the disk first. What is left when the server goes, goes with it.
   */
  void drop(String database) {
    dropping.execute(
        () -> {
          try {
            execute("DROP DATABASE " + database + " WITH (FORCE)");
          } catch (SQLException e) {
            // The server was stopped meanwhile.
          }
        });
  }

  /** Changes a setting that can be changed while it runs, for every session. */
  public void set(String name, String value) throws SQLException {
    execute("ALTER SYSTEM SET %s = '%s'".formatted(name, value.replace("'", "''")));
    execute("SELECT pg_reload_conf()");
  }

  /** One statement of the superuser, outside of any test's database. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = connectAsSuperuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public Connection connectAsSuperuser(String database) throws SQLException {
    return DriverManager.getConnection(url(database), superuser());
  }

  /** As whom a superuser connects. */
  Properties superuser() {
    Properties superuser = new Properties();
    superuser.setProperty("user", SUPERUSER);
    superuser.setProperty("password", password);
    return superuser;
  }

  /** Runs a script in psql as {@link #OWNER}, up to the first error; returns what it prints. */
  public String psql(String database, String script) {
    Path file = cluster.write("script.sql", script);
    String target =
        "host=127.0.0.1 port=%d dbname=%s user=%s".formatted(cluster.port(), database, OWNER);
    return PostgresPrograms.newest()
        .run(
            "psql",
            List.of("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", file.toString(), target),
            Map.of("PGPASSFILE", PasswordFile.path().toString()));
  }

  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + cluster.port() + "/" + database;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    dropping.shutdownNow();
    cluster.close();
  }
}
