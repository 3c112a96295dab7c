package org.patientvault;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;
import org.slf4j.LoggerFactory;

/**
 * A folder of {@code <Type>.ndjson} files, readable by their owner alone; closed before it is
 * finished, it deletes what it wrote.
 */
final class NdjsonFolder implements AutoCloseable {
  private final Path directory;
  private final boolean made;
  private final Map<RecordType, OutputStream> files =
      new TreeMap<>(java.util.Comparator.comparing(RecordType::value));
  private boolean finished;

  private NdjsonFolder(Path directory, boolean made) {
    this.directory = directory;
    this.made = made;
  }

  /** Makes {@code directory} if need be. */
  static NdjsonFolder in(Path directory) {
    try {
      if (!FhirExport.isEmptyOrNew(directory)) {
        throw new VaultException.Refused(
            "the folder for the export is not empty; give a new or an empty one");
      }
      boolean made = !Files.exists(directory);
      Files.createDirectories(directory);
      return new NdjsonFolder(directory, made);
    } catch (IOException e) {
      throw new VaultException.StorageFailed("the folder for the export cannot be made or read", e);
    }
  }

  void write(RecordType type, byte[] json) throws IOException {
    OutputStream file = files.get(type);
    if (file == null) {
      file = open(file(type));
      files.put(type, file);
    }
    file.write(json);
    file.write('\n');
  }

  private static OutputStream open(Path file) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  /** What could not be flushed is deleted anyway. */
  private static void abandon(OutputStream file) {
    try {
      file.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(NdjsonFolder.class).debug("closing an unfinished file failed", e);
    }
  }

  private Path file(RecordType type) {
    return directory.resolve(type.value() + ".ndjson");
  }

  /** Closes the files; only when all of them are whole does the export stand. */
  void finish() throws IOException {
    for (OutputStream file : files.values()) {
      file.close();
    }
    finished = true;
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      files.values().forEach(NdjsonFolder::abandon);
      for (RecordType type : files.keySet()) {
        Files.deleteIfExists(file(type));
      }
      if (made) {
        Files.deleteIfExists(directory);
      }
    }
  }
}
