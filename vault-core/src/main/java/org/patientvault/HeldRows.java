package org.patientvault;

import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.internal.ledger.ShardClosing;
import org.patientvault.internal.sealing.RecordFetcher;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Every revision that the vault holds, as one digest: the RFC 6962 root over the digests of their
 * manifests, in the order of patient, record and revision. It outlives the entries that committed
 * to each. Reads every row once and keeps none. Format: docs/formats/audit-log.md, "Shards".
 */
final class HeldRows {
  /** Stands for a row that is none any more, so that it keeps no year from ending. */
  private static final Bytes UNREADABLE = Bytes.wrap(new byte[MerkleHash.SIZE_BYTES]);

  private final RecordFetcher fetcher;
  private final MerkleHash hash = new MerkleHash();
  private final MerkleFrontier tree = new MerkleFrontier();

  private HeldRows(RecordFetcher fetcher) {
    this.fetcher = fetcher;
  }

  /** As they stand in this snapshot, beside the log that has this number. */
  static ShardClosing.HeldRows of(ReadView rows, int shard, RecordFetcher fetcher) {
    HeldRows held = new HeldRows(fetcher);
    rows.streamRevisions(held::add);
    long entries = rows.logHead(shard).map(head -> head.size()).orElse(0L);
    return new ShardClosing.HeldRows(entries, held.tree.size(), held.tree.root());
  }

  private void add(RevisionRow row) {
    tree.append(hash.leaf(digest(row).toArray()));
  }

  private Bytes digest(RevisionRow row) {
    try {
      return fetcher.digest(row);
    } catch (VaultException.Tampered e) {
      return UNREADABLE;
    }
  }
}
