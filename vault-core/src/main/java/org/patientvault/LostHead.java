package org.patientvault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.BackupManifest.LogFacts;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.LogPublicKeys;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.model.VaultException;

/** How far a vault that was lost had come, by the file of its last signed head. */
final class LostHead {
  private static final int MOST_BYTES = 64 << 10;

  private LostHead() {}

  /**
   * The head that the file holds.
   *
   * @param own the public keys of the backup's newest log
   * @param trust those that an administrator kept; believed before {@code own} where they name the
   *     log
   * @throws VaultException.StorageFailed when the file cannot be read
   * @throws VaultException.Tampered when it holds something that this vault did not sign
   */
  static Optional<LogFacts> of(
      Path file, LogPublicKeys own, Optional<TrustPolicy> trust, Shard newest) {
    byte[] note = read(file);
    try {
      String origin = LogFacts.claimedBy(note).origin();
      if (newest.isOfOneVaultWith(origin)) {
        TrustPolicy keys =
            trust
                .filter(policy -> policy.hasLog(origin))
                .orElseGet(() -> TrustPolicy.of(own.named(origin)));
        Checkpoint head = keys.open(note);
        if (keys.isMetBy(head)) {
          return Optional.of(new LogFacts(head.origin(), head.size(), head.root()));
        }
      }
    } catch (VaultException.InvalidInput
        | VaultException.KeyUnavailable
        | VaultException.Tampered e) {
      throw notOurs(e);
    }
    throw notOurs(null);
  }

  private static byte[] read(Path file) {
    try {
      if (Files.size(file) <= MOST_BYTES) {
        return Files.readAllBytes(file);
      }
    } catch (IOException e) {
      throw new VaultException.StorageFailed(
          "the file of the last signed head cannot be read; look whether its disk is there", e);
    }
    throw notOurs(null);
  }

  private static VaultException.Tampered notOurs(@Nullable Exception cause) {
    return new VaultException.Tampered(
        "the file of the last signed head holds nothing that the keys in this backup signed; where"
            + " the log's keys were renewed since, give them too (--policy)",
        cause);
  }
}
