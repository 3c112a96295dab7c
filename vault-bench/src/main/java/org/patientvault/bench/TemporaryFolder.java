package org.patientvault.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is gone at the end, also when the process is told to end early. */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;
  private final Thread atExit = new Thread(this::delete, "delete-temporary-folder");

  public TemporaryFolder() throws IOException {
    path = Files.createTempDirectory("patientvault-bench-");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete();
  }

  private synchronized void delete() {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      System.err.println("could not delete " + path + ": " + e.getMessage());
    }
  }
}
