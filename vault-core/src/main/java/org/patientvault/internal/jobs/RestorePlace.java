package org.patientvault.internal.jobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.model.VaultException;

/**
 * A folder in which a vault is made ready, one at a time for each target. What a killed process
 * left in it is taken away by the next; the lock goes with the process that has it.
 */
public final class RestorePlace implements AutoCloseable {
  private static final String COPY = "vault";
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel channel;

  @SuppressWarnings("UnusedVariable") // held until the channel is closed
  private final FileLock lock;

  private RestorePlace(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the place.
   *
   * @param beside a folder of the target's file system; empty for the system's temporary one
   * @param target tells targets apart
   * @throws VaultException.Refused while another process has it, or when a link or file is there:
   *     in a folder that many may write to, somebody else may have made it
   */
  public static RestorePlace of(Optional<Path> beside, String target) {
    byte[] name = target.getBytes(StandardCharsets.UTF_8);
    Path parent = beside.orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    Path folder = parent.resolve(".restoring-" + Sha256.of(name).hex().substring(0, 16));
    try {
      Files.createDirectories(parent);
      make(folder);
      ownersOnly(folder, "rwx------");
      return locked(folder);
    } catch (OverlappingFileLockException e) {
      throw busy();
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "no folder could be made to make the vault ready in; nothing was restored", e);
    }
  }

  private static void make(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new VaultException.Refused(
            "there is something else where the vault is to be made ready: look who made "
                + folder.getFileName()
                + ", and take it away");
      }
    }
  }

  private static RestorePlace locked(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean kept = false;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null || !Files.exists(folder.resolve(LOCK))) {
        throw busy();
      }
      RestorePlace place = new RestorePlace(folder, channel, lock);
      place.clear();
      kept = true;
      return place;
    } finally {
      if (!kept) {
        channel.close();
      }
    }
  }

  private static VaultException.Refused busy() {
    return new VaultException.Refused(
        "another restore of this vault is running; nothing was restored");
  }

  /** Copies a backup to where it is made ready; its owner alone may read it. */
  public Path copyOf(Path backup) {
    Path copy = folder.resolve(COPY);
    try {
      Files.copy(backup, copy);
      ownersOnly(copy, "rw-------");
      return copy;
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "there is no room to make the vault ready in; nothing was restored", e);
    }
  }

  @SuppressWarnings("EmptyCatch")
  private static void ownersOnly(Path path, String mode) throws IOException {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    } catch (UnsupportedOperationException e) {
      // A file system without such rights has rights of its own.
    }
  }

  /** The copy and what SQLite puts beside it; nothing else, whoever else put something there. */
  private void clear() throws IOException {
    for (String ending : List.of("", "-wal", "-shm", "-journal")) {
      Files.deleteIfExists(folder.resolve(COPY + ending));
    }
  }

  @Override
  @SuppressWarnings("EmptyCatch")
  public void close() {
    try (channel) {
      clear();
      Files.deleteIfExists(folder.resolve(LOCK));
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Another process waits in it already.
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "what the restore worked in could not be taken away: " + folder.getFileName(), e);
    }
  }
}
