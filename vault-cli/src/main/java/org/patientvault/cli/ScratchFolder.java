package org.patientvault.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A temporary folder of its owner's alone, deleted on closing, and when the process is stopped. */
final class ScratchFolder implements AutoCloseable {
  private final Path folder;
  private final Thread atExit;

  private ScratchFolder(Path folder) {
    this.folder = folder;
    this.atExit = new Thread(this::delete, "patientvault-scratch");
  }

  static ScratchFolder make(String name) throws IOException {
    ScratchFolder made = new ScratchFolder(Files.createTempDirectory("patientvault-" + name));
    Runtime.getRuntime().addShutdownHook(made.atExit);
    return made;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    delete();
  }

  private void delete() {
    try {
      Files.walkFileTree(folder, new Deletion());
    } catch (IOException e) {
      System.getLogger(ScratchFolder.class.getName())
          .log(System.Logger.Level.WARNING, "the temporary folder could not be deleted");
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path directory, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
