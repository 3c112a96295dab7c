package org.patientvault.internal.jobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * A folder of its owner's alone in which a drill works, one for each vault. Goes when it is closed,
 * and when the process is stopped; what a killed one left is taken away by the next.
 */
public final class DrillPlace implements AutoCloseable {
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel channel;

  @SuppressWarnings("UnusedVariable") // held until the channel is closed
  private final FileLock lock;

  private final Thread atExit;
  private boolean kept;

  private DrillPlace(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
    this.atExit = new Thread(this::clearQuietly, "patientvault-drill");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Takes the place.
   *
   * @throws VaultException.Refused while another drill of this vault is there
   * @throws VaultException.StorageFailed when no folder can be made in {@code parent}
   */
  public static DrillPlace of(Path parent, VaultId vault) {
    Path folder = parent.toAbsolutePath().resolve(".drill-" + vault.toString().substring(0, 16));
    try {
      if (Files.isSymbolicLink(folder)) {
        throw new FileAlreadyExistsException("a link");
      }
      Files.createDirectories(folder);
      ownersOnly(folder);
      return locked(folder);
    } catch (OverlappingFileLockException e) {
      throw busy();
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "no folder could be made for the drill's copy; name another one (--scratch)", e);
    }
  }

  private static DrillPlace locked(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw busy();
      }
      clear(folder);
      DrillPlace place = new DrillPlace(folder, channel, lock);
      taken = true;
      return place;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static VaultException.Refused busy() {
    return new VaultException.Refused("another drill of this vault is running in this folder");
  }

  @SuppressWarnings("EmptyCatch")
  private static void ownersOnly(Path path) throws IOException {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    } catch (UnsupportedOperationException e) {
      // A file system without such rights has rights of its own.
    }
  }

  /** A file or folder in the place. */
  public Path path(String name) {
    return folder.resolve(name);
  }

  /** Whether the folder is there, or may be. */
  public boolean isThere() {
    return !Files.notExists(folder);
  }

  /** How many bytes can still be written there. */
  public long room() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new VaultException.StorageFailed("the drill's folder is gone", e);
    }
  }

  /** Lets the folder stay, under a name that can be seen. */
  public Path keep(String name) {
    Path seen = folder.resolveSibling(name);
    try {
      Files.deleteIfExists(folder.resolve(LOCK));
      Files.move(folder, seen);
      kept = true;
      return seen;
    } catch (IOException e) {
      throw new VaultException.StorageFailed("the drill's folder could not be kept", e);
    }
  }

  private static void clear(Path folder) throws IOException {
    List<Path> left;
    try (Stream<Path> all = Files.walk(folder)) {
      left = all.filter(each -> !each.equals(folder)).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : left) {
      if (!each.equals(folder.resolve(LOCK))) {
        Files.deleteIfExists(each);
      }
    }
  }

  private void remove() throws IOException {
    clear(folder);
    Files.deleteIfExists(folder.resolve(LOCK));
    Files.deleteIfExists(folder);
  }

  private void clearQuietly() {
    try {
      remove();
    } catch (IOException e) {
      System.getLogger(DrillPlace.class.getName())
          .log(System.Logger.Level.WARNING, "the drill's folder could not be deleted");
    }
  }

  @Override
  @SuppressWarnings("EmptyCatch")
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is being stopped, and does it already.
    }
    try (channel) {
      if (!kept) {
        remove();
      }
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "the drill's folder could not be taken away: " + folder.getFileName(), e);
    }
  }
}
