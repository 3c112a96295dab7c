package org.patientvault.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.patientvault.model.VaultException;

/** A new directory that is filled once: every file is new, written whole and put on the disk. */
final class BundleOutput {
  private final Path root;
  private final Set<Path> directories = new LinkedHashSet<>();

  private BundleOutput(Path root) {
    this.root = root;
  }

  static BundleOutput create(Path directory) {
    try {
      Files.createDirectories(directory);
      try (Stream<Path> content = Files.list(directory)) {
        if (content.findAny().isPresent()) {
          throw new VaultException.Refused(
              "a bundle is written into an empty directory only: " + directory);
        }
      }
      return new BundleOutput(directory);
    } catch (IOException e) {
      throw failed(directory, e);
    }
  }

  void write(String name, byte[] content) {
    Path file = root.resolve(name);
    try {
      makeParents(file);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private void makeParents(Path file) throws IOException {
    for (Path parent = file.getParent(); parent != null; parent = parent.getParent()) {
      if (!directories.add(parent) || parent.equals(root)) {
        break;
      }
    }
    Files.createDirectories(file.getParent());
  }

  /** Puts the names of the files on the disk too. */
  void finish() {
    for (Path directory : directories) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException e) {
        throw failed(directory, e);
      }
    }
  }

  private static VaultException.StorageFailed failed(Path file, IOException e) {
    return new VaultException.StorageFailed("the bundle cannot be written: " + file, e);
  }
}
