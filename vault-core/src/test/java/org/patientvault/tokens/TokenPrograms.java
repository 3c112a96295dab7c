package org.patientvault.tokens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the programs that make tokens, and finds the modules and the folder to make them in. */
final class TokenPrograms {
  private static final String FOLDER = "PATIENTVAULT_TEST_TOKENS";
  private static final int PATIENCE_SECONDS = 60;

  private TokenPrograms() {}

  /** This process's own folder, empty when it is first asked for. */
  static Path folder() {
    return Once.FOLDER;
  }

  private static final class Once {
    private static final Path FOLDER = emptied();
  }

  private static Path emptied() {
    String named = System.getenv(TokenPrograms.FOLDER);
    if (named == null) {
      throw new AssertionError(
          "modules of tokens read the environment that the build sets: run this test with Maven");
    }
    Path folder = Path.of(named);
    delete(folder);
    return make(folder);
  }

  static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (NoSuchFileException e) {
      // There was none.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A PKCS#11 module among the libraries of Debian, or an error that says how to get it. */
  static Path module(String name) {
    for (String folder : List.of("/usr/lib/softhsm", "/usr/lib")) {
      try (Stream<Path> files = Files.walk(Path.of(folder), 3)) {
        var found = files.filter(file -> file.endsWith(name)).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new AssertionError("no " + name + " under /usr/lib; make tools installs it");
  }

  /** Runs a program to its end; returns what it prints. */
  static String run(String... words) {
    try {
      Path output = Files.createTempFile(folder(), "program", ".out");
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(words[0] + " failed: " + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new AssertionError(words[0] + " does not run; make tools installs it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while " + words[0] + " ran", e);
    }
  }
}
