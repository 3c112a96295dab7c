package org.patientvault.internal.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.patientvault.audit.BackupManifest;
import org.patientvault.audit.BackupManifest.FileFacts;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backup's file and its manifest, {@code FILE.manifest}. The file has its name only when both are
 * whole and on the disk: what was cut off by a kill or a power cut is no backup, and is not taken
 * for one.
 */
public final class BackupFiles {
  private static final Logger LOG = LoggerFactory.getLogger(BackupFiles.class);
  private static final String MANIFEST = ".manifest";
  private static final String PART = ".part";
  private static final Pattern PARTS = Pattern.compile("(.+)\\.[0-9a-f]{8}\\.part");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Duration LEFT_OVER = Duration.ofHours(1);

  private final Path file;

  /** Of a backup that is there, or is to be. */
  public BackupFiles(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * Makes sure that there is nothing yet, and takes away what a killed process left: a manifest
   * whose copy had no name yet, and parts of more than an hour before {@code now}.
   *
   * @throws VaultException.Refused when there is something
   */
  public void requireNothing(Instant now) {
    takeAwayUnnamed();
    if (Files.exists(file) || Files.exists(manifest())) {
      throw new VaultException.Refused(
          "there is something at the backup's place or at that of its manifest already; a backup is"
              + " never written over it");
    }
    try {
      for (Path part : parts()) {
        boolean own = whole(part).equals(file);
        Instant changed = Files.getLastModifiedTime(part).toInstant();
        if ((own && changed.isBefore(now.minus(LEFT_OVER))) || isSecondName(part)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Another process took it away, or there is no folder: making the file says so.
    } catch (IOException e) {
      throw failed("looked at", e);
    }
  }

  /**
   * The manifest is there before the file: a kill between them leaves it beside the part that it is
   * of. The part goes first, so that a process which still lives can give it no name any more.
   */
  private void takeAwayUnnamed() {
    try {
      if (Files.exists(file) || !Files.isRegularFile(manifest())) {
        return;
      }
      Path part = part(manifestRead().contents().id());
      if (Files.isRegularFile(part)) {
        discard(part);
        if (!Files.exists(file)) {
          Files.deleteIfExists(manifest());
        }
      }
    } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
      // It is none of ours: it stays, and is refused.
    } catch (IOException e) {
      throw failed("looked at", e);
    }
  }

  /** Those of this backup, and second names of others: a kill leaves one beside the first. */
  private List<Path> parts() throws IOException {
    try (Stream<Path> all = Files.list(DurableFile.folder(file))) {
      return all.filter(each -> PARTS.matcher(each.getFileName().toString()).matches())
          .filter(each -> whole(each).equals(file) || Files.exists(whole(each)))
          .toList();
    }
  }

  private static Path whole(Path part) {
    Matcher name = PARTS.matcher(part.getFileName().toString());
    return part.resolveSibling(name.matches() ? name.group(1) : "");
  }

  private static boolean isSecondName(Path part) throws IOException {
    return Files.exists(whole(part)) && Files.isSameFile(part, whole(part));
  }

  /** Where the copy grows until it is whole. */
  public Path part(String id) {
    if (!ID.matcher(id).matches()) {
      throw new VaultException.InvalidInput("a backup's id has 32 hex digits");
    }
    return file.resolveSibling(file.getFileName() + "." + id.substring(0, 8) + PART);
  }

  private Path manifest() {
    return file.resolveSibling(file.getFileName() + MANIFEST);
  }

  /**
   * Gives the whole copy its name, with the manifest beside it: both, or neither.
   *
   * @throws VaultException.Refused when somebody else took one of the names meanwhile
   * @throws VaultException.StorageFailed when one of them cannot be written
   */
  public void publish(Path part, BackupManifest manifest) {
    try {
      DurableFile.create(manifest(), manifest.file());
    } catch (FileAlreadyExistsException e) {
      throw taken();
    } catch (IOException e) {
      throw failed("written", e);
    }
    boolean named = false;
    try {
      discardBeside();
      DurableFile.name(part, file);
      named = true;
    } catch (FileAlreadyExistsException e) {
      throw taken();
    } catch (IOException e) {
      throw failed("written", e);
    } finally {
      if (!named) {
        withdraw(part);
      }
    }
  }

  private static VaultException.Refused taken() {
    return new VaultException.Refused(
        "somebody made the backup's file meanwhile; it was left alone");
  }

  /** A copy that could not be named for good is no backup, nor is its manifest. */
  private void withdraw(Path part) {
    try {
      if (Files.exists(file) && Files.exists(part) && Files.isSameFile(file, part)) {
        Files.delete(file);
      }
      Files.deleteIfExists(manifest());
    } catch (IOException e) {
      LOG.warn("half of a backup could not be taken away: {}", e.getMessage());
    }
  }

  /** What a database of this name left beside it would be read with the copy. */
  private void discardBeside() throws IOException {
    for (String ending : List.of("-wal", "-shm", "-journal")) {
      Path beside = file.resolveSibling(file.getFileName() + ending);
      if (Files.isRegularFile(beside)) {
        Files.delete(beside);
      }
    }
  }

  /** Takes away what is not whole. */
  public static void discard(Path part) {
    for (String ending : List.of("", "-wal", "-shm", "-journal")) {
      try {
        Files.deleteIfExists(part.resolveSibling(part.getFileName() + ending));
      } catch (IOException e) {
        // Whoever waits is told why there is no backup, and not this.
        LOG.warn("a part of a backup could not be deleted: {}", e.getMessage());
      }
    }
  }

  /**
   * Reads the manifest.
   *
   * @throws VaultException.NotFound when there is no backup
   * @throws VaultException.InvalidInput when there is no manifest beside it, or it is none
   */
  public BackupManifest read() {
    if (!Files.isRegularFile(file)) {
      throw new VaultException.NotFound("there is no backup " + file.getFileName());
    }
    try {
      return manifestRead();
    } catch (NoSuchFileException e) {
      throw new VaultException.InvalidInput(
          "the backup has no manifest beside it ("
              + manifest().getFileName()
              + "): it was made by an earlier version, was not finished, or was copied without it",
          e);
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  private BackupManifest manifestRead() throws IOException {
    if (Files.size(manifest()) > BackupManifest.MAX_BYTES) {
      throw new VaultException.InvalidInput("the backup's manifest is too long to be one");
    }
    return BackupManifest.parse(Files.readAllBytes(manifest()));
  }

  /** Size and SHA-256 of a file. */
  public static FileFacts facts(Path file) {
    MessageDigest digest = Sha256.digest();
    long bytes = 0;
    byte[] piece = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
        bytes += read;
      }
    } catch (IOException e) {
      throw failed("read", e);
    }
    return new FileFacts(bytes, Bytes.wrap(digest.digest()));
  }

  /** As {@link #facts(Path)}, of the backup's own file. */
  public FileFacts facts() {
    return facts(file);
  }

  /** The backup's own file. */
  public Path file() {
    return file;
  }

  private static VaultException.StorageFailed failed(String what, IOException e) {
    return new VaultException.StorageFailed(
        "the backup cannot be "
            + what
            + "; look whether its disk is there and has room ("
            + e.getClass().getSimpleName()
            + ")",
        e);
  }
}
