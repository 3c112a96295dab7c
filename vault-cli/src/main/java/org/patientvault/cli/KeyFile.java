package org.patientvault.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.model.VaultException;

/** The file of a whole recovery key: new, its owner's alone, and on the disk. */
final class KeyFile {
  private KeyFile() {}

  static void write(Path file, RecoveryKey key) {
    char[] text = key.text();
    char[] whole = words(key, text);
    try {
      SecretFile.create(file, whole, () -> {});
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        SecretFile.forceFolder(folder);
      }
    } catch (FileAlreadyExistsException e) {
      throw new VaultException.Refused("there is a file already; the key needs a new one");
    } catch (IOException e) {
      remove(file);
      throw new VaultException.StorageFailed("the key cannot be written to a new file", e);
    } finally {
      Arrays.fill(text, '\0');
      Arrays.fill(whole, '\0');
    }
  }

  /** Takes away a key that no slot is for. */
  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "a key was written that no slot is for, and cannot be deleted", e);
    }
  }

  private static char[] words(RecoveryKey key, char[] text) {
    char[] words =
        ("PatientVault recovery key "
                + key.recipient().fingerprint().hex()
                + "\nWhoever has it opens every vault that has a slot for it."
                + " Keep it secret, away from the vault.\n\n")
            .toCharArray();
    char[] whole = Arrays.copyOf(words, words.length + text.length);
    System.arraycopy(text, 0, whole, words.length, text.length);
    return whole;
  }
}
