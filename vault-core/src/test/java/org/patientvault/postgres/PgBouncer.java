package org.patientvault.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.patientvault.stores.PostgresPrograms;
import org.patientvault.stores.PostgresServer;

/** A pooler before a server, as Debian installs it; it ends when it is closed. */
final class PgBouncer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** One that logs {@code user} in at {@code server}, and gives connections on in this mode. */
  static PgBouncer start(PostgresServer server, DatabaseUser user, String mode) {
    if (!Files.isExecutable(PROGRAM)) {
      throw new AssertionError("no pgbouncer in " + PROGRAM + "; make tools installs it");
    }
    try {
      // Beside the server's data: its user must be able to read it.
      Path folder = server.cluster().dataFolder().getParent();
      int port = freePort();
      Path users = folder.resolve(mode + ".users");
      Files.writeString(users, "\"" + user.name() + "\" \"" + user.password() + "\"\n");
      Path settings = folder.resolve(mode + ".ini");
      Files.writeString(settings, settings(server.cluster().port(), port, users, mode));
      PostgresPrograms.giveToServer(users);
      PostgresPrograms.giveToServer(settings);
      Process process =
          new ProcessBuilder(words(settings))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(mode + ".log").toFile())
              .start();
      awaitAnswer(process, port);
      return new PgBouncer(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String settings(int server, int port, Path users, String mode) {
    return """
    [databases]
    * = host=127.0.0.1 port=%d
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = %d
    unix_socket_dir =
    auth_type = scram-sha-256
    auth_file = %s
    pool_mode = %s
    ignore_startup_parameters = extra_float_digits
    """
        .formatted(server, port, users, mode);
  }

  /** It refuses to run as root. */
  private static List<String> words(Path settings) {
    List<String> words = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      words.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    words.addAll(List.of(PROGRAM.toString(), settings.toString()));
    return words;
  }

  private static void awaitAnswer(Process process, int port) {
    while (process.isAlive()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("pgbouncer ended with " + process.exitValue());
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
