package org.patientvault.internal.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.patientvault.audit.CheckpointNote;
import org.patientvault.audit.LogSigner;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Signs the head of the log: one process at a time, by lease, and only what extends what was signed
 * last.
 *
 * <p>New entries are hashed again from their stored bytes before they are signed. A head that is
 * smaller than, or does not extend, the last signed one is refused as {@link
 * VaultException.Tampered}: signing it would fork the log.
 */
public final class CheckpointPublisher {
  private static final String LEASE = "publisher";

  /**
   * Much longer than a signing takes, and shorter than {@link Publishing#now} waits: a process that
   * was killed while it signed must not keep the next one from closing.
   */
  static final Duration LEASE_TIME = Duration.ofSeconds(2);

  private final Store store;
  private final Shard shard;
  private final String holder;
  private final HeadSeal seal;
  private final LogSigner signer;
  private final Clock clock;

  CheckpointPublisher(
      Store store, Shard shard, String holder, HeadSeal seal, LogSigner signer, Clock clock) {
    this.store = store;
    this.shard = shard;
    this.holder = holder;
    this.seal = seal;
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * Signs the head if it grew since it was signed last and no other process is signing; says
   * whether the head is signed now.
   */
  public boolean publish() {
    if (isSigned()) {
      return true;
    }
    if (!store.write(
        rows ->
            rows.acquireLease(
                LEASE, holder, clock.millis(), clock.millis() + LEASE_TIME.toMillis()))) {
      return false;
    }
    Signed signed = store.read(this::sign);
    return store.write(rows -> keep(rows, signed));
  }

  private boolean isSigned() {
    return store.read(
        rows ->
            rows.latestCheckpoint(shard.year())
                .map(last -> names(last.note(), head(rows).size(), head(rows).root()))
                .orElse(false));
  }

  /** How many entries the newest signature covers. */
  long signedSize() {
    return store.read(
        rows -> rows.latestCheckpoint(shard.year()).map(CheckpointRow::size).orElse(0L));
  }

  /** A note over a size, and the tree that the next signing goes on from. */
  private record Signed(long from, CheckpointRow row) {}

  private Signed sign(ReadView rows) {
    LogHeadRow head = head(rows);
    seal.verified(head, rows.theState().generation());
    Optional<CheckpointRow> last = rows.latestCheckpoint(shard.year());
    MerkleFrontier tree = last.map(this::signedTree).orElseGet(MerkleFrontier::new);
    long from = tree.size();
    if (head.size() < from) {
      throw refused("has " + head.size() + " entries, but " + from + " were signed");
    }
    MerkleHash hash = new MerkleHash();
    rows.streamEntries(
        shard.year(),
        from,
        head.size(),
        entry -> tree.append(hash.leaf(entry.leaf().unsafeArray())));
    if (tree.size() != head.size() || !tree.root().equals(head.root())) {
      throw refused("does not hash to its own root at size " + head.size());
    }
    byte[] note =
        CheckpointNote.sign(
            shard.origin(), head.size(), head.root(), clock.instant().getEpochSecond(), signer);
    return new Signed(
        from,
        new CheckpointRow(
            shard.year(), head.size(), clock.millis(), Bytes.wrap(note), tree.encode()));
  }

  /** The tree as it was signed: the stored one counts only if it has the signed root. */
  private MerkleFrontier signedTree(CheckpointRow last) {
    MerkleFrontier tree = MerkleFrontier.decode(last.frontier());
    if (tree.size() != last.size() || !names(last.note(), tree.size(), tree.root())) {
      throw refused("was signed with another root at size " + last.size());
    }
    return tree;
  }

  private boolean names(Bytes note, long size, Bytes treeRoot) {
    String root = Base64.getEncoder().encodeToString(treeRoot.unsafeArray());
    String head = shard.origin() + "\n" + size + "\n" + root + "\n\n";
    return new String(note.unsafeArray(), StandardCharsets.UTF_8).startsWith(head);
  }

  private boolean keep(WriteView rows, Signed signed) {
    boolean unchanged =
        rows.latestCheckpoint(shard.year()).map(CheckpointRow::size).orElse(0L) == signed.from();
    if (!unchanged || !rows.holdsLease(LEASE, holder)) {
      return false;
    }
    rows.insertCheckpoint(signed.row());
    rows.releaseLease(LEASE, holder);
    return true;
  }

  private LogHeadRow head(ReadView rows) {
    return rows.logHead(shard.year())
        .orElseThrow(
            () ->
                new VaultException.Tampered(
                    "the vault's log head is gone; run patientvault audit verify"));
  }

  private VaultException.Tampered refused(String why) {
    return new VaultException.Tampered(
        "nothing was signed: the log "
            + why
            + ". Keep this file, and run patientvault audit verify on a copy of it");
  }
}
