package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
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
 * @param signedRoot the root under the newest signature, in hex; empty when nothing is signed
 * @param anchors time stamps over the log, and requests that wait for one
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
    String signedRoot,
    List<Anchor> anchors,
    KeyPolicy keyPolicy,
    List<KeyAge> keyAges) {
  private static final int READ_DIGITS = 20;

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
              rows.latestCheckpoint(state.shard()).map(VaultStatus::root).orElse(""),
              Anchors.list(rows, state.shard()),
              KeyAges.policy(rows),
              KeyAges.of(rows));
        });
  }

  /** The third line of a note; a stored one that is none has no root. */
  private static String root(CheckpointRow checkpoint) {
    String[] lines = new String(checkpoint.note().toArray(), StandardCharsets.UTF_8).split("\n", 4);
    try {
      return lines.length < 3 ? "" : HexFormat.of().formatHex(Base64.getDecoder().decode(lines[2]));
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /**
   * What to read into the minutes of a meeting: how many entries are signed, and the first 20 hex
   * digits of their root. Who wrote it down can tell later whether the log was written anew; empty
   * when nothing is signed.
   */
  public Optional<String> reading() {
    return signedRoot.isEmpty()
        ? Optional.empty()
        : Optional.of(signedEntries + " " + signedRoot.substring(0, READ_DIGITS));
  }

  /** The newest time that an authority vouches for; empty when there is none. */
  public Optional<Instant> newestAnchor() {
    return anchors.stream().flatMap(each -> each.stamped().stream()).max(Instant::compareTo);
  }
}
