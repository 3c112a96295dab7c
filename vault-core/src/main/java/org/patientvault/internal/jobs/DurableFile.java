package org.patientvault.internal.jobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole, and on the disk, or not at all. */
public final class DurableFile {
  private DurableFile() {}

  /** Writes a file, in the place of one that is there; its owner alone may read it. */
  public static void write(Path file, byte[] content) throws IOException {
    Path draft = draft(file, content);
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
    force(folder(file));
  }

  /**
   * Writes a new file; its owner alone may read it.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is one; it is left alone
   */
  public static void create(Path file, byte[] content) throws IOException {
    Path draft = draft(file, content);
    try {
      name(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path draft(Path file, byte[] content) throws IOException {
    Path draft = Files.createTempFile(folder(file), ".patientvault", ".draft");
    boolean whole = false;
    try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
      whole = true;
      return draft;
    } finally {
      if (!whole) {
        Files.deleteIfExists(draft);
      }
    }
  }

  /**
   * Gives a whole file its name, where nothing has that name; the old name is gone afterwards. A
   * link, unlike a move, never replaces what is there.
   *
   * @throws java.nio.file.FileAlreadyExistsException when something has; both are left alone
   */
  public static void name(Path whole, Path file) throws IOException {
    try {
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A file system without links.
      Files.move(whole, file);
    }
    force(folder(file));
    Files.deleteIfExists(whole);
  }

  /** Makes what was named or renamed in a folder outlive a power cut. */
  @SuppressWarnings("EmptyCatch")
  public static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException e) {
      // Windows opens no directory.
    }
  }

  /** The folder that a file is in, or is to be in. */
  public static Path folder(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " is no place for a file");
    }
    return parent;
  }
}
