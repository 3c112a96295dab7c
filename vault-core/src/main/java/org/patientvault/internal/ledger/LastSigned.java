package org.patientvault.internal.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The newest head that was signed, kept in a file beside the database and on another disk: who puts
 * an older copy of the database back does not put this back too.
 *
 * <p>One file may serve all processes of a machine. For use by several threads and processes.
 */
final class LastSigned {
  /** As long as a signed note may be. */
  private static final long MOST_BYTES = 64 << 10;

  /** The threads of one process cannot share the lock of a file, but wait for each other here. */
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private final Path file;

  LastSigned(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * The note; empty when none was kept yet.
   *
   * @throws VaultException.StorageFailed when the file cannot be read, or is too long for a note
   */
  Optional<Bytes> read() {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new VaultException.StorageFailed("the file of the last signed head holds no note");
      }
      return Optional.of(Bytes.wrap(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /**
   * Looks whether a signature could be kept.
   *
   * @throws VaultException.StorageFailed when not: none is made then
   */
  void requireDisk() {
    if (!Files.isWritable(folder())) {
      throw failed("written", new NoSuchFileException(String.valueOf(file.getFileName())));
    }
  }

  /**
   * Keeps {@code note}, forced to disk, unless what is there is {@code newer}.
   *
   * @throws VaultException.StorageFailed when it cannot be written; what was there stays
   */
  void keep(Bytes note, Predicate<Bytes> newer) {
    IN_THIS_PROCESS.lock();
    try {
      keepAlone(note, newer);
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private void keepAlone(Bytes note, Predicate<Bytes> newer) {
    try (FileChannel guard =
            FileChannel.open(
                sibling(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = guard.lock()) {
      if (lock.isValid() && read().filter(newer).isEmpty()) {
        replace(note);
      }
    } catch (IOException e) {
      throw failed("written", e);
    }
  }

  private void replace(Bytes note) throws IOException {
    Path draft = sibling(".new");
    try (FileChannel out =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(note.toArray());
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private Path sibling(String ending) {
    return folder().resolve(file.getFileName() + ending);
  }

  private Path folder() {
    Path parent = file.getParent();
    if (parent == null) {
      throw new VaultException.InvalidInput("a folder is no place for the last signed head");
    }
    return parent;
  }

  private static VaultException.StorageFailed failed(String what, IOException e) {
    return new VaultException.StorageFailed(
        "nothing more is signed: the file of the last signed head cannot be "
            + what
            + "; look whether its disk is there",
        e);
  }
}
