package org.patientvault.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files and the processes of a PostgreSQL server: on loopback, in a temporary folder, with
 * PostgreSQL's defaults for durability. Stopped and deleted when it is closed.
 */
public final class PostgresCluster implements AutoCloseable {
  private final PostgresPrograms programs = PostgresPrograms.newest();
  private final TemporaryFolder folder = TemporaryFolder.make("patientvault-postgres-");
  private final int port = freePort();

  PostgresCluster() {}

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PasswordFile.forget(socket.getLocalPort());
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the files, with a superuser who needs his password. */
  void initialise(String superuser, String password, List<String> options) {
    Path passwordFile = write("password", password);
    PostgresPrograms.giveToServer(folder.path());
    PostgresPrograms.giveToServer(passwordFile);
    List<String> arguments = new ArrayList<>(List.of("-D", dataFolder().toString()));
    arguments.addAll(List.of("-U", superuser, "-A", "scram-sha-256", "--no-sync"));
    arguments.add("--pwfile=" + passwordFile);
    arguments.addAll(options);
    programs.runAsServer("initdb", arguments);
  }

  /**
   * Starts the server, or starts it again on the same port and with the same data; comes back when
   * it answers.
   *
   * @param settings each as {@code name=value}, until it is stopped
   */
  public void launch(List<String> settings) {
    Stream<String> places =
        Stream.of(
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=" + folder.path());
    String options =
        Stream.concat(places, settings.stream())
            .map(setting -> "-c '" + setting.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    control("-l", log().toString(), "-o", options, "start");
  }

  /** Ends it after it has ended every session: what is in memory is written first. */
  public void stop() {
    control("-m", "fast", "stop");
  }

  /** Ends it at once: it recovers from its write-ahead log when it is launched again. */
  public void stopAtOnce() {
    control("-m", "immediate", "stop");
  }

  private void control(String... arguments) {
    List<String> all = new ArrayList<>(List.of("-D", dataFolder().toString(), "-w", "-s"));
    all.addAll(List.of(arguments));
    programs.runAsServer("pg_ctl", all);
  }

  /** Kills every process of it, as the kernel does when memory runs out. */
  public void kill() {
    ProcessHandle postmaster = postmaster().orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
    postmaster.descendants().forEach(all::add);
    all.forEach(ProcessHandle::destroyForcibly);
    // Java looks for the end of a stranger's process a few times a second: for all at once.
    all.stream().map(ProcessHandle::onExit).toList().forEach(CompletableFuture::join);
  }

  private Optional<ProcessHandle> postmaster() {
    Path file = dataFolder().resolve("postmaster.pid");
    try {
      return Files.exists(file)
          ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a file of this name beside the data. */
  Path write(String name, String text) {
    try {
      return Files.writeString(folder.path().resolve(name), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /** Tables, indexes and the write-ahead log, readable by the server's user and by root. */
  public Path dataFolder() {
    return folder.path().resolve("data");
  }

  /** What the server has to say. */
  public Path log() {
    return folder.path().resolve("log");
  }

  @Override
  public void close() {
    if (postmaster().isPresent()) {
      stopAtOnce();
    }
    folder.close();
  }
}
