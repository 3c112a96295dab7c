package org.patientvault.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The file from which the driver and psql take passwords, so that none stands in a location. One
 * for all servers of this process; the driver finds it by a system property.
 */
public final class PasswordFile {
  /** The driver's name for it; a process started by a test is given it too. */
  public static final String PROPERTY = "org.postgresql.pgpassfile";

  private static final Path FILE = make();

  private PasswordFile() {}

  private static Path make() {
    try {
      Path file =
          Files.createTempFile(
              "patientvault-passwords-",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      file.toFile().deleteOnExit();
      System.setProperty(PROPERTY, file.toString());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path path() {
    return FILE;
  }

  /** Whoever has a password at one port has it at the other. */
  static void addAlias(int port, int alias) {
    addServers(port, "127.0.0.1:" + alias);
  }

  /** As {@link #addAlias}; the driver looks up a list of servers as a whole. */
  static void addPair(int port, int other) {
    addAlias(port, other);
    addServers(port, "127.0.0.1,127.0.0.1:" + port + "," + other);
  }

  private static synchronized void addServers(int port, String servers) {
    try {
      String mine = "127.0.0.1:" + port + ":";
      for (String line : Files.readAllLines(FILE, StandardCharsets.UTF_8)) {
        if (line.startsWith(mine)) {
          append(line.replace(mine, servers + ":") + "\n");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server that is gone had this port: the first line that fits is the one that counts. */
  static synchronized void forget(int port) {
    try {
      List<String> others =
          Files.readAllLines(FILE, StandardCharsets.UTF_8).stream()
              .filter(line -> !List.of(line.split(":", 3)[1].split(",")).contains("" + port))
              .toList();
      Files.write(FILE, others, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static synchronized void add(int port, String user, String password) {
    try {
      append("127.0.0.1:%d:*:%s:%s\n".formatted(port, user, password));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(String line) throws IOException {
    Files.writeString(FILE, line, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }
}
