package org.patientvault.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Option;

/** A recovery key as it is handed in: whole, or in shares, from files or typed. */
final class RecoveryInput {
  @Option(
      names = "--shares",
      paramLabel = "FILE",
      arity = "1..*",
      description = "files with a share each, or what a scanner read of a QR code; /dev/fd/N too")
  @Nullable List<Path> shares;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "the file with the whole recovery key that recovery escrow or key wrote")
  @Nullable Path key;

  void check() {
    if (key != null && shares != null) {
      throw new VaultException.InvalidInput("give --shares or --key, not both");
    }
  }

  /** The caller closes it. */
  RecoveryKey read(Desk desk) {
    check();
    if (key != null) {
      return RecoveryFiles.key(key);
    }
    try (Shares read =
        shares != null ? RecoveryFiles.shares(shares) : TypedShares.at(desk.terminal())) {
      return RecoveryKey.join(desk.label().id(), read.list());
    }
  }
}
