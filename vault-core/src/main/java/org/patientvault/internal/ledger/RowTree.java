package org.patientvault.internal.ledger;

import java.util.Optional;
import org.patientvault.audit.InclusionProof;
import org.patientvault.audit.LogProof;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.audit.TreeReader;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** The tree of a log, hashed from its stored entries where it is asked for. For one thread. */
final class RowTree implements TreeReader {
  private final ReadView rows;
  private final Shard shard;
  private final MerkleHash hash = new MerkleHash();

  RowTree(ReadView rows, Shard shard) {
    this.rows = rows;
    this.shard = shard;
  }

  @Override
  public Bytes subtree(int level, long index) {
    MerkleFrontier tree = new MerkleFrontier();
    rows.streamEntries(
        shard.number(),
        index << level,
        (index + 1) << level,
        row -> tree.append(hash.leaf(row.leaf().unsafeArray())));
    return tree.root();
  }

  /** Proves that the entry stands in the tree whose head {@code note} is. */
  LogProof proof(long index, long size, Bytes note) {
    Bytes leaf =
        rows.logEntry(shard.number(), index)
            .map(LogEntryRow::leaf)
            .orElseThrow(() -> new VaultException.Tampered("log entry " + index + " is gone"));
    return new LogProof(
        index, Optional.of(leaf), InclusionProof.of(this, index, size).hashes(), note);
  }
}
