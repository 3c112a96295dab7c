package org.patientvault.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.patientvault.keys.RecoveryShare;
import org.patientvault.model.VaultException;

/**
 * The files of one set of shares: for each a text and a page to print, new, their owner's alone,
 * and on the disk before anything is done with them.
 */
final class ShareFiles {
  private final List<Path> written = new ArrayList<>();

  private ShareFiles() {}

  /**
   * Writes all of them, or none.
   *
   * @throws VaultException.StorageFailed when one cannot be written
   */
  static ShareFiles write(Path folder, List<RecoveryShare> shares) {
    ShareFiles files = new ShareFiles();
    try {
      makeFolder(folder);
      for (RecoveryShare share : shares) {
        files.write(folder, share);
      }
      SecretFile.forceFolder(folder);
      return files;
    } catch (IOException e) {
      files.remove();
      throw new VaultException.StorageFailed("the shares cannot be written to new files", e);
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private void write(Path folder, RecoveryShare share) throws IOException {
    String name = "recovery-" + share.setId() + "-share-" + share.number() + "-of-" + share.of();
    char[] text = share.text();
    char[] page = SharePage.of(share);
    try {
      write(folder.resolve(name + ".txt"), text);
      write(folder.resolve(name + ".html"), page);
    } finally {
      Arrays.fill(text, '\0');
      Arrays.fill(page, '\0');
    }
  }

  private void write(Path file, char[] content) throws IOException {
    SecretFile.create(file, content, () -> written.add(file));
  }

  /** Takes away what was written. */
  void remove() {
    for (Path file : written) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new VaultException.StorageFailed(
            "a share that belongs to no slot cannot be deleted: " + file.getFileName(), e);
      }
    }
  }
}
