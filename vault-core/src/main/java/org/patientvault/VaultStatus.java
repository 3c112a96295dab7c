package org.patientvault;

import java.util.Optional;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.StateRow;

/**
 * What an open vault says of itself: sizes, versions, and how far its log is signed.
 *
 * @param patients without the reserved subject
 * @param signedEntries entries under the newest signature; the others follow within seconds
 * @param signingTrouble why the log is not being signed, as {@link Vault#signingTrouble}
 */
public record VaultStatus(
    String vaultId,
    String origin,
    int slots,
    long patients,
    long records,
    int policyVersion,
    int schemaVersion,
    long logEntries,
    long signedEntries,
    Optional<String> signingTrouble) {

  static VaultStatus of(Engine engine) {
    return engine.store.read(
        rows -> {
          StateRow state = rows.theState();
          LogHeadRow head = rows.logHead(state.shard()).orElseThrow();
          return new VaultStatus(
              engine.id.toString(),
              head.origin(),
              rows.slots().size(),
              rows.countPatients() - 1,
              rows.countRecords(),
              state.policyVersion(),
              state.schemaVersion(),
              head.size(),
              rows.latestCheckpoint(state.shard()).map(CheckpointRow::size).orElse(0L),
              engine.publishing.trouble().map(e -> String.valueOf(e.getMessage())));
        });
  }
}
