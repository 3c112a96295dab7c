package org.patientvault;

import java.util.List;
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
 * @param keyOutage that what opened the vault for this process is out of reach, while it is
 * @param nodes the processes that have the vault open and wrote into its log, by name; those too
 *     that ended without saying so less than a day ago
 * @param keyPolicy from when on keys are to be renewed
 * @param keyAges how old the keys of each level are
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
    Optional<String> signingTrouble,
    Optional<KeyOutage> keyOutage,
    List<NodeInfo> nodes,
    KeyPolicy keyPolicy,
    List<KeyAge> keyAges) {

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
              engine.trouble().map(e -> String.valueOf(e.getMessage())),
              engine.keyOutage(),
              NodeInfo.of(rows.nodes(), rows.now(engine.options.clock().millis())),
              KeyAges.policy(rows),
              KeyAges.of(rows));
        });
  }
}
