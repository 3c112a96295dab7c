package org.patientvault.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.patientvault.VaultOptions;

/**
 * A PostgreSQL server of our own: on loopback, in a temporary folder, with Debian's defaults for
 * durability ({@code fsync} and {@code synchronous_commit} on). Stopped and deleted at the end,
 * also when the process is told to end early.
 *
 * <p>PostgreSQL refuses to run as root: then it runs as the user {@code postgres}.
 */
public final class PostgresServer implements AutoCloseable {
  public static final String USER = "bench";

  private final Path folder;
  private final int port;
  private final String password = randomPassword();
  private final Thread atExit = new Thread(this::stopAndDelete, "stop-postgres");
  private boolean running;

  private PostgresServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Makes a cluster with pgcrypto and starts it. */
  public static PostgresServer start() throws IOException, SQLException {
    Path folder = Files.createTempDirectory("patientvault-postgres-");
    PostgresServer server = new PostgresServer(folder, freePort());
    Runtime.getRuntime().addShutdownHook(server.atExit);
    try {
      server.initialise();
      server.launch();
      return server;
    } catch (IOException | SQLException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void initialise() throws IOException {
    Path passwordFile = folder.resolve("password");
    Files.writeString(passwordFile, password, StandardCharsets.UTF_8);
    giveToServer(folder);
    giveToServer(passwordFile);
    run("initdb", "-D", cluster(), "-U", USER, "-A", "scram-sha-256", "-E", "UTF8")
        .with("--no-locale", "--pwfile=" + passwordFile)
        .orFail();
  }

  private void launch() throws IOException, SQLException {
    String options =
        String.join(
            " ",
            "-p " + port,
            "-c listen_addresses=127.0.0.1",
            "-c unix_socket_directories=" + folder,
            "-c max_connections=200",
            "-c shared_buffers=256MB");
    run("pg_ctl", "-D", cluster(), "-w", "-s", "-l", folder.resolve("log").toString())
        .with("-o", options, "start")
        .orFail();
    running = true;
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE EXTENSION pgcrypto");
    }
  }

  /** A new connection; the caller closes it. */
  Connection connect() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("user", USER);
    settings.setProperty("password", password);
    settings.setProperty("reWriteBatchedInserts", "true");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", settings);
  }

  /** Makes a database for a vault, and says where it is. */
  public String newDatabase(String name) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
  }

  /** The user's password. */
  public char[] password() {
    return password.toCharArray();
  }

  /** Where the user's password stands. */
  Path passwordFile() {
    return folder.resolve("password");
  }

  /** How a vault connects. */
  public VaultOptions login() {
    return VaultOptions.defaults().withDatabaseLogin(USER, password::toCharArray);
  }

  private String cluster() {
    return folder.resolve("cluster").toString();
  }

  @Override
  public void close() {
    stopAndDelete();
  }

  private synchronized void stopAndDelete() {
    try {
      if (running) {
        run("pg_ctl", "-D", cluster(), "-w", "-s", "-m", "immediate", "stop").orFail();
        running = false;
      }
      delete();
    } catch (IOException e) {
      System.err.println("could not remove the PostgreSQL server in " + folder + ": " + e);
    }
  }

  private void delete() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static void giveToServer(Path path) throws IOException {
    if (isRoot()) {
      Files.setOwner(
          path,
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private Command run(String program, String... arguments) throws IOException {
    Command command = new Command();
    if (isRoot()) {
      command.with("runuser", "-u", "postgres", "--");
    }
    return command.with(programs().resolve(program).toString()).with(arguments);
  }

  /** The folder of the newest server that is installed. */
  private static Path programs() throws IOException {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions
          .max(Comparator.naturalOrder())
          .orElseThrow(() -> new IOException("no PostgreSQL; make tools installs it"))
          .resolve("bin");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String randomPassword() {
    byte[] password = new byte[16];
    new SecureRandom().nextBytes(password);
    return HexFormat.of().formatHex(password);
  }

  /** One call of a program of the server. */
  private final class Command {
    private final List<String> words = new ArrayList<>();

    Command with(String... more) {
      words.addAll(List.of(more));
      return this;
    }

    void orFail() throws IOException {
      Path output = Files.createTempFile("patientvault-postgres-", ".out");
      try {
        Process process =
            new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new IOException(words + " failed: " + Files.readString(output));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } finally {
        Files.deleteIfExists(output);
      }
    }
  }
}
