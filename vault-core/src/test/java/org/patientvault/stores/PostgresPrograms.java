package org.patientvault.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The programs of the newest PostgreSQL that Debian's packages installed.
 *
 * <p>The server's own refuse to run as root: then they run as the user {@code postgres}.
 */
public final class PostgresPrograms {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final String SERVER_USER = "postgres";
  private static final int PATIENCE_SECONDS = 60;

  private final Path folder;

  private PostgresPrograms(Path folder) {
    this.folder = folder;
  }

  /** Without PostgreSQL nothing is skipped: it is an error that says how to get it. */
  public static PostgresPrograms newest() {
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(programs -> Files.isExecutable(programs.resolve("postgres")))
          .max(Comparator.comparingInt(PostgresPrograms::version))
          .map(PostgresPrograms::new)
          .orElseThrow(PostgresPrograms::missing);
    } catch (IOException e) {
      throw missing();
    }
  }

  private static int version(Path programs) {
    return Integer.parseInt(programs.getParent().getFileName().toString());
  }

  private static AssertionError missing() {
    return new AssertionError("no PostgreSQL in " + VERSIONS + "; make tools installs it");
  }

  /** Runs a program of the server as its user; returns what it prints. */
  public String runAsServer(String program, List<String> arguments) {
    List<String> words = new ArrayList<>();
    if (isRoot()) {
      words.addAll(List.of("runuser", "-u", SERVER_USER, "--"));
    }
    words.add(path(program));
    words.addAll(arguments);
    return run(words, Map.of());
  }

  /** Runs a client's program as who we are; returns what it prints. */
  public String run(String program, List<String> arguments, Map<String, String> environment) {
    List<String> words = new ArrayList<>(List.of(path(program)));
    words.addAll(arguments);
    return run(words, environment);
  }

  private String path(String program) {
    return folder.resolve(program).toString();
  }

  /** Output goes through a file: a server that outlives its starter would keep a pipe open. */
  private static String run(List<String> words, Map<String, String> environment) {
    try {
      Path output = Files.createTempFile("patientvault-postgres-", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(words)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        if (!ended || process.exitValue() != 0) {
          throw new AssertionError(words + " failed: " + printed);
        }
        return printed;
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while " + words.get(0) + " ran", e);
    }
  }

  /** Lets the server's programs read and write a file or folder that we made. */
  public static void giveToServer(Path path) {
    if (isRoot()) {
      try {
        var users = path.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(path, users.lookupPrincipalByName(SERVER_USER));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
