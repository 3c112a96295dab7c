package org.patientvault.internal.ledger;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.Cosignature;
import org.patientvault.audit.GrowthProof;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.VerifierKey;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.CosignatureRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * What a log shows its witnesses, and what it keeps of their answers.
 *
 * <p>Shows nobody a head that does not bear the log's own signatures and is not the tree of the
 * stored leaves: a witness would vouch for it.
 */
public final class WitnessBooks {
  private static final String LEASE = "witnesses";

  private final Store store;
  private final Shard shard;
  private final TrustPolicy own;
  private final String holder;
  private final Clock clock;

  /**
   * The books of one log.
   *
   * @param own the log's two keys
   * @param holder names this process
   */
  public WitnessBooks(Store store, Shard shard, TrustPolicy own, String holder, Clock clock) {
    this.store = store;
    this.shard = shard;
    this.own = own;
    this.holder = holder;
    this.clock = clock;
  }

  /** The log's newest signed head; empty before its first signature. */
  public Optional<Checkpoint> newest() {
    return store
        .read(rows -> rows.latestCheckpoint(shard.number()))
        .map(row -> own.openOwn(row.note().toArray()));
  }

  /**
   * Reads a head that this log signed and somebody brought.
   *
   * @throws VaultException.InvalidInput when it is none, or of another log
   */
  public Checkpoint ours(byte[] note) {
    try {
      return own.openOwn(note);
    } catch (VaultException.Tampered | VaultException.KeyUnavailable e) {
      throw new VaultException.InvalidInput("this checkpoint is not one that this log signed", e);
    }
  }

  /** The size that any of these keys cosigned last, as far as is known here. */
  public long cosignedSize(List<VerifierKey> keys) {
    return store.read(
        rows ->
            keys.stream()
                .mapToLong(key -> rows.cosignedSize(shard.number(), key.toString()))
                .max()
                .orElse(0L));
  }

  /**
   * Proves that {@code head} grew from an older size of this log.
   *
   * @throws VaultException.Tampered when the stored leaves do not give the signed root
   */
  public List<Bytes> growth(long oldSize, Checkpoint head) {
    return store.readAtLength(
        rows -> {
          GrowthProof proof = new GrowthProof(tree(rows, oldSize), head.size());
          appendTo(rows, oldSize, head.size(), proof::append);
          if (!proof.tree().root().equals(head.root())) {
            throw CheckpointPublisher.refused("has other entries than were signed");
          }
          return proof.proof().hashes();
        });
  }

  /** The tree at any size: from the last kept note up to it, and the leaves since. */
  private MerkleFrontier tree(ReadView rows, long size) {
    MerkleFrontier tree =
        rows.checkpointUpTo(shard.number(), size)
            .map(row -> MerkleFrontier.decode(row.frontier()))
            .filter(edge -> edge.size() <= size)
            .orElseGet(MerkleFrontier::new);
    appendTo(rows, tree.size(), size, tree::append);
    return tree;
  }

  private interface Leaves {
    void append(byte[] leafHash);
  }

  private void appendTo(ReadView rows, long from, long to, Leaves leaves) {
    MerkleHash hash = new MerkleHash();
    rows.streamEntries(
        shard.number(), from, to, row -> leaves.append(hash.leaf(row.leaf().unsafeArray())));
  }

  /**
   * Keeps verified lines under their head, and the head itself: one line of each key.
   *
   * @throws VaultException.Tampered when the stored leaves do not give the signed root
   */
  public void keep(Checkpoint head, List<Cosignature> lines) {
    Bytes frontier = store.readAtLength(rows -> checkedTree(rows, head).encode());
    store.write(
        rows -> {
          keep(rows, head, frontier, lines);
          return true;
        });
  }

  private MerkleFrontier checkedTree(ReadView rows, Checkpoint head) {
    MerkleFrontier tree = tree(rows, head.size());
    if (tree.size() != head.size() || !tree.root().equals(head.root())) {
      throw CheckpointPublisher.refused("has other entries than were signed");
    }
    return tree;
  }

  private void keep(WriteView rows, Checkpoint head, Bytes frontier, List<Cosignature> lines) {
    long signed = head.signedAt().orElseThrow().toEpochMilli();
    rows.keepCheckpoint(
        new CheckpointRow(shard.number(), head.size(), signed, head.note(), frontier));
    List<CosignatureRow> there = new ArrayList<>(rows.cosignatures(shard.number(), head.size()));
    for (Cosignature line : lines) {
      String witness = line.key().toString();
      if (there.stream().noneMatch(row -> row.witness().equals(witness))) {
        CosignatureRow row =
            new CosignatureRow(shard.number(), head.size(), there.size(), witness, line.line());
        rows.insertCosignature(row);
        there.add(row);
      }
    }
  }

  /** Whether it is this process's turn to ask: one process asks for all, once in that time. */
  public boolean mayAsk(long forMillis) {
    return store.write(
        rows -> {
          long now = rows.now(clock.millis());
          return rows.acquireLease(LEASE, holder, now, now + forMillis);
        });
  }

  /** A kept note with the lines of its witnesses behind its own. */
  public static byte[] note(ReadView rows, CheckpointRow row) {
    return Cosignature.append(
        row.note().toArray(),
        rows.cosignatures(row.shard(), row.size()).stream().map(CosignatureRow::line).toList());
  }
}
