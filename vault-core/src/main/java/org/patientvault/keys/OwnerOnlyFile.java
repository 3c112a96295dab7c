package org.patientvault.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.patientvault.model.VaultException;

/**
 * Writes a file that only its owner may read: whole or not at all, and on the disk before it
 * returns.
 */
final class OwnerOnlyFile {
  private OwnerOnlyFile() {}

  /**
   * Makes a new file.
   *
   * @throws VaultException.Conflict when somebody else made one meanwhile; it is left alone
   */
  static void create(Path path, byte[] content) throws IOException {
    Path draft = newDraft(path);
    try {
      write(draft, content);
      publish(draft, path);
    } catch (FileAlreadyExistsException e) {
      throw new VaultException.Conflict(path + " was made by somebody else meanwhile; try again");
    } finally {
      Files.deleteIfExists(draft);
    }
    forceDirectory(path);
  }

  // A link, unlike a move, never replaces what is there.
  private static void publish(Path draft, Path path) throws IOException {
    try {
      Files.createLink(path, draft);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException e) {
      Files.move(draft, path);
    }
  }

  /**
   * Replaces a file that still holds {@code expected}.
   *
   * @throws VaultException.Conflict when somebody else changes it
   */
  static void replace(Path path, byte[] expected, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null || !Arrays.equals(Files.readAllBytes(path), expected)) {
        throw beingChanged(path);
      }
      replaceLocked(path, content);
    } catch (OverlappingFileLockException e) {
      throw beingChanged(path);
    }
    forceDirectory(path);
  }

  private static VaultException beingChanged(Path path) {
    return new VaultException.Conflict(path + " is being changed by somebody else; try again");
  }

  private static void replaceLocked(Path path, byte[] content) throws IOException {
    Path draft = newDraft(path);
    try {
      write(draft, content);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  // The JDK makes temporary files for their owner only, where the file system can.
  private static Path newDraft(Path path) throws IOException {
    return Files.createTempFile(directory(path), ".keystore", ".draft");
  }

  private static void write(Path draft, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  // So that the new name, too, survives a power cut.
  @SuppressWarnings("EmptyCatch")
  private static void forceDirectory(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(directory(path), StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException e) {
      // Windows opens no directory.
    }
  }

  private static Path directory(Path path) {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null) {
      throw new VaultException.InvalidInput("a key store is a file, not " + path);
    }
    return directory;
  }
}
