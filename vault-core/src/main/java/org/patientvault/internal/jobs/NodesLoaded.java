package org.patientvault.internal.jobs;

import java.time.Duration;
import java.util.List;
import org.patientvault.internal.ledger.NodeRegistry;
import org.patientvault.internal.store.NodeRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.VaultException;

/**
 * Waits until every process that has the vault open goes by the newest keysets: a key that one of
 * them lacks must not seal yet.
 */
final class NodesLoaded {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final JobParts parts;
  private final Duration patience;

  NodesLoaded(JobParts parts, Duration patience) {
    this.parts = parts;
    this.patience = patience;
  }

  /**
   * Returns when all have.
   *
   * @param meanwhile run before each look
   * @throws VaultException.Refused when one has not in time; the message names it
   */
  void await(Runnable meanwhile) {
    parts.refresh().run();
    parts.ledger().beat();
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      meanwhile.run();
      List<NodeRow> behind = parts.store().read(this::behind);
      if (behind.isEmpty()) {
        return;
      }
      if (System.nanoTime() >= end) {
        throw late(behind);
      }
      Pauses.sleep(PAUSE, "waiting for other nodes");
    }
  }

  private List<NodeRow> behind(ReadView rows) {
    int generation = rows.theState().generation();
    long now = rows.now(parts.clock().millis());
    long live = NodeRegistry.LIVE.toMillis();
    return rows.nodes().stream()
        .filter(node -> node.generation() < generation)
        // One that was seen in the future is no node: its row was made up.
        .filter(node -> Math.abs(now - node.seenMillis()) <= live)
        // Without keys it seals nothing; it loads the newest before it does again.
        .filter(node -> !node.droppedItsKeys())
        .toList();
  }

  private VaultException late(List<NodeRow> behind) {
    return new VaultException.Refused(
        "the node "
            + behind.get(0).name()
            + " has not loaded the new key within "
            + patience.toSeconds()
            + " s"
            + (behind.size() > 1 ? ", nor have " + (behind.size() - 1) + " others" : "")
            + "; the new key is not used yet. Look at that node, or restart it, then resume the"
            + " job");
  }
}
