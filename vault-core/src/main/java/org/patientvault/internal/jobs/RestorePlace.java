package org.patientvault.internal.jobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.model.VaultException;

/**
 * A folder in which a vault is made ready, one at a time for each target. What a killed process
 * left in it is taken away by the next; the lock goes with the process that has it.
 */
public final class RestorePlace implements AutoCloseable {
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
   * @throws VaultException.Refused while another process has it
   */
  public static RestorePlace of(Optional<Path> beside, String target) {
    byte[] name = target.getBytes(StandardCharsets.UTF_8);
    Path parent = beside.orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    Path folder = parent.resolve(".restoring-" + Sha256.of(name).hex().substring(0, 16));
    try {
      Files.createDirectories(folder);
      ownersOnly(folder, "rwx------");
      return locked(folder);
    } catch (OverlappingFileLockException e) {
      throw busy();
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "no folder could be made to make the vault ready in; nothing was restored", e);
    }
  }

  private static RestorePlace locked(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean kept = false;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
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
    Path copy = folder.resolve("vault");
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

  private void clear() throws IOException {
    List<Path> left;
    try (Stream<Path> all = Files.walk(folder)) {
      left = all.filter(each -> !each.equals(folder)).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : left) {
      if (!each.endsWith("lock")) {
        Files.deleteIfExists(each);
      }
    }
  }

  @Override
  public void close() {
    try (channel) {
      clear();
      Files.deleteIfExists(folder.resolve("lock"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "what the restore worked in could not be taken away: " + folder.getFileName(), e);
    }
  }
}
