package org.patientvault.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A new folder that is deleted with all that came to be in it. */
final class TemporaryFolder implements AutoCloseable {
  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  static TemporaryFolder make(String prefix) {
    try {
      return new TemporaryFolder(Files.createTempDirectory(prefix));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes at the end of this process at the latest. */
  static TemporaryFolder untilExit(String prefix) {
    return new TemporaryFolder(make(AtExit.ALL.path, prefix));
  }

  private static final class AtExit {
    private static final TemporaryFolder ALL = make("patientvault-tests-");

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(ALL::close, "delete-folders"));
    }
  }

  private static Path make(Path parent, String prefix) {
    try {
      return Files.createTempDirectory(parent, prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException e) {
      // It is gone already.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
