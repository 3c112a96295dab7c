package org.patientvault.cli;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.AdministratorKey;
import org.patientvault.keys.SealedFile;

/** The file of an administrator's own key, opened with its passphrase. */
final class AdministratorFile {
  /** Says where that passphrase stands; the vault has one of its own. */
  static final String PASSPHRASE = "--admin-passphrase-file";

  private AdministratorFile() {}

  static AdministratorKey open(Desk desk, Path file, @Nullable Path passphraseFile) {
    SealedFile.Opened opened = SealedFile.open(file, desk.administratorSecret(passphraseFile));
    try {
      return AdministratorKey.of(opened.label(), opened.secret());
    } finally {
      Arrays.fill(opened.secret(), (byte) 0);
    }
  }
}
