package org.patientvault.audit.witness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;

/**
 * The newest cosigned head of each log, a file for each in one folder: whole, and on the disk
 * before anybody hears of it.
 *
 * <p>One thread of one process at a time has the turn of a log. A process that is killed gives its
 * turn back, and leaves the older file or the newer one.
 */
final class SeenHeads {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = 1_000_000;
  private static final int MAX_BYTES = 64 * 1024;

  private final Path folder;
  private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

  SeenHeads(Path folder) {
    this.folder = folder;
  }

  /**
   * The right to look at one log's head and to replace it.
   *
   * @throws VaultException.StorageFailed when others do not give it back within 10 s
   */
  Turn turn(String log) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    ReentrantLock mine = turns.computeIfAbsent(log, each -> new ReentrantLock());
    try {
      if (!mine.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultException.StorageFailed("interrupted while waiting for another request", e);
    }
    try {
      return new Turn(log, mine, locked(log, end));
    } catch (RuntimeException | Error e) {
      mine.unlock();
      throw e;
    }
  }

  private FileChannel locked(String log, long end) {
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve(log + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      while (tryLock(channel) == null) {
        if (System.nanoTime() - end > 0) {
          channel.close();
          throw busy();
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      return channel;
    } catch (IOException e) {
      throw new VaultException.StorageFailed("the witness's folder cannot be locked", e);
    }
  }

  /** The lock goes with its channel. */
  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another witness object of this process has it
    }
  }

  private static VaultException busy() {
    return new VaultException.StorageFailed(
        "another request of this log did not end within " + PATIENCE.toSeconds() + " s");
  }

  /** What was kept last. */
  Optional<byte[]> newest(String log) {
    Path file = file(log);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new VaultException.Tampered("a kept head is longer than any note");
      }
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new VaultException.StorageFailed("a kept head cannot be read", e);
    }
  }

  private Path file(String log) {
    return folder.resolve(log + ".head");
  }

  /** One log's head in the hands of one thread. */
  final class Turn implements AutoCloseable {
    private final String log;
    private final ReentrantLock mine;
    private final FileChannel lock;

    private Turn(String log, ReentrantLock mine, FileChannel lock) {
      this.log = log;
      this.mine = mine;
      this.lock = lock;
    }

    Optional<byte[]> read() {
      return newest(log);
    }

    /** On the disk when it returns, under its name. */
    void write(byte[] note) {
      Path draft = folder.resolve(log + ".draft");
      try {
        writeForced(draft, note);
        Files.move(
            draft, file(log), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder();
      } catch (IOException e) {
        throw new VaultException.StorageFailed("the new head cannot be kept", e);
      }
    }

    private static void writeForced(Path draft, byte[] note) throws IOException {
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(note);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
    }

    // So that the new name, too, survives a power cut.
    @SuppressWarnings("EmptyCatch")
    private void forceFolder() throws IOException {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (AccessDeniedException e) {
        // Windows opens no directory.
      }
    }

    @Override
    public void close() {
      try {
        lock.close();
      } catch (IOException e) {
        throw new VaultException.StorageFailed("the witness's folder cannot be unlocked", e);
      } finally {
        mine.unlock();
      }
    }
  }
}
