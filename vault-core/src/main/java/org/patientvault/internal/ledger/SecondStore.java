package org.patientvault.internal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.BackupManifest.LogFacts;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.LogPublicKeys;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Holds the database against the head that was kept beside it: it must still hold that very tree.
 * Where no file was named there is nothing to hold it against. For one thread at a time.
 */
final class SecondStore {
  private final Optional<LastSigned> kept;
  private final Shard shard;
  private final TrustPolicy own;

  /** What was found right, or written, last. */
  private @Nullable Bytes known;

  /** What the file held of a vault that was lost: it may be written over. */
  private @Nullable Bytes superseded;

  SecondStore(Optional<LastSigned> kept, Shard shard, TrustPolicy own) {
    this.kept = kept;
    this.shard = shard;
    this.own = own;
  }

  /**
   * Checks that the database did not go back behind the kept head, nor hold another tree.
   *
   * @param newest the newest signature in the database, if there is one
   * @throws VaultException.Tampered when it did, or the file holds another's head
   */
  void check(ReadView rows, Optional<CheckpointRow> newest) {
    kept.ifPresent(LastSigned::requireDisk);
    Optional<Bytes> note = kept.flatMap(LastSigned::read);
    if (note.isEmpty() || Objects.equals(known, note.get())) {
      return;
    }
    if (isOfWhatWasLost(rows, note.get())) {
      superseded = note.get();
      known = note.get();
      return;
    }
    Shard log = logOf(rows, note.get());
    Checkpoint head = opened(note.get(), log.origin(), keysOf(rows, log));
    Optional<CheckpointRow> there =
        log.equals(shard) ? newest : rows.latestCheckpoint(log.number());
    long signed = there.map(CheckpointRow::size).orElse(0L);
    if (head.size() > signed) {
      throw CheckpointPublisher.refused(
          "went back: the file of the last signed head has a signature over "
              + head.size()
              + " entries, and the newest one in the database is over "
              + signed
              + "; an older copy was put back, see docs/restored-databases.md");
    }
    // The very same signature needs no hashing of the whole log, at every start of a process.
    boolean same = there.map(CheckpointRow::note).equals(note);
    if (!same && !rootAt(rows, log, head.size()).equals(head.root())) {
      throw CheckpointPublisher.refused(
          "has another history: at size "
              + head.size()
              + " the file of the last signed head has another root; see"
              + " docs/restored-databases.md");
    }
    known = note.get();
  }

  /**
   * A backup was put back, and the log says what was lost by it: the file may hold no more than
   * that, until it holds the next head.
   */
  private static boolean isOfWhatWasLost(ReadView rows, Bytes note) {
    return LogChain.incidents(rows).stream()
        .flatMap(incident -> incident.lost().stream())
        .filter(lost -> lost.origin().equals(originOf(note)))
        .anyMatch(lost -> holdsNoMore(note, lost));
  }

  private static boolean holdsNoMore(Bytes note, LogFacts lost) {
    try {
      LogFacts head = LogFacts.claimedBy(note.toArray());
      return head.size() < lost.size()
          || (head.size() == lost.size() && head.root().equals(lost.root()));
    } catch (VaultException.InvalidInput e) {
      return false;
    }
  }

  /** The log that the note is of: the newest one, or one that was closed since. */
  private Shard logOf(ReadView rows, Bytes note) {
    String origin = originOf(note);
    for (LogHeadRow head : rows.logHeads()) {
      if (head.origin().equals(origin)) {
        return new Shard(head.shard(), origin);
      }
    }
    if (shard.isOfOneVaultWith(origin)) {
      throw CheckpointPublisher.refused(
          "went back: the file of the last signed head is of the log "
              + origin
              + ", which is not in the database; an older copy was put back, see"
              + " docs/restored-databases.md");
    }
    throw foreign(null);
  }

  /** Its first line; not yet believed. */
  private static String originOf(Bytes note) {
    String text = new String(note.unsafeArray(), StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    return end < 0 ? "" : text.substring(0, end);
  }

  /**
   * Those of a closed log are named by its first entry; a note that they do not verify is foreign.
   */
  private TrustPolicy keysOf(ReadView rows, Shard log) {
    if (log.equals(shard)) {
      return own;
    }
    try {
      return LogChain.genesisText(rows, log.number())
          .map(text -> TrustPolicy.of(LogPublicKeys.read(text.toArray()).named(log.origin())))
          .orElseThrow(() -> foreign(null));
    } catch (VaultException.InvalidInput e) {
      throw foreign(e);
    }
  }

  private static Checkpoint opened(Bytes note, String origin, TrustPolicy keys) {
    try {
      Checkpoint head = keys.open(note.toArray());
      if (head.origin().equals(origin) && keys.isMetBy(head)) {
        return head;
      }
    } catch (VaultException.Tampered
        | VaultException.KeyUnavailable
        | VaultException.InvalidInput e) {
      throw foreign(e);
    }
    throw foreign(null);
  }

  private static VaultException.Tampered foreign(@Nullable Exception cause) {
    return new VaultException.Tampered(
        "nothing was signed: the file of the last signed head holds something that this vault did"
            + " not sign; each vault needs a file of its own",
        cause);
  }

  private static Bytes rootAt(ReadView rows, Shard log, long size) {
    MerkleFrontier tree = new MerkleFrontier();
    MerkleHash hash = new MerkleHash();
    rows.streamEntries(
        log.number(), 0, size, entry -> tree.append(hash.leaf(entry.leaf().unsafeArray())));
    return tree.root();
  }

  /** Keeps what was just signed, unless another process kept a newer one meanwhile. */
  void keep(CheckpointRow signed) {
    if (kept.isEmpty() || Objects.equals(known, signed.note())) {
      return;
    }
    kept.get()
        .keep(
            signed.note(),
            there -> !Objects.equals(there, superseded) && isNewer(there, signed.size()));
    known = signed.note();
  }

  /** Of the same log and larger, or of a log that this process does not know of yet. */
  private boolean isNewer(Bytes there, long size) {
    String origin = originOf(there);
    if (origin.equals(shard.origin())) {
      return opened(there, origin, own).size() > size;
    }
    if (!shard.isOfOneVaultWith(origin)) {
      throw foreign(null);
    }
    return shard.isBefore(origin);
  }
}
