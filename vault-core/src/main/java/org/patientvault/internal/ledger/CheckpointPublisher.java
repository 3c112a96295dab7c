package org.patientvault.internal.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.patientvault.audit.CheckpointNote;
import org.patientvault.audit.LogPublicKeys;
import org.patientvault.audit.LogSigner;
import org.patientvault.audit.LogVerifierKeys;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.LogEntryRow;
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

  /** What a note of this vault is verified by: both of its keys. */
  private final TrustPolicy own;

  private final SigningMemory memory = new SigningMemory();
  private final SecondStore second;
  private volatile boolean keysChecked;

  /** The lease parts processes, not the threads of one. */
  private final ReentrantLock publishing = new ReentrantLock();

  CheckpointPublisher(
      Store store,
      Shard shard,
      String holder,
      HeadSeal seal,
      LogSigner signer,
      Optional<LastSigned> kept,
      Clock clock) {
    this.store = store;
    this.shard = shard;
    this.holder = holder;
    this.seal = seal;
    this.signer = signer;
    this.clock = clock;
    this.own = TrustPolicy.of(LogVerifierKeys.of(shard.origin(), signer));
    this.second = new SecondStore(kept, shard, own);
  }

  /**
   * Another process may have begun this log with other keys: with those of the one before nothing
   * of it may be signed.
   */
  private boolean checkKeys(ReadView rows) {
    if (!keysChecked) {
      Bytes text =
          LogChain.genesisText(rows, shard.number())
              .orElseThrow(() -> refused("lost the text that its first entry names"));
      if (!LogPublicKeys.read(text.toArray()).equals(LogPublicKeys.of(signer))) {
        throw new VaultException.KeyUnavailable(
            "this process signs nothing: it has the keys of an earlier log, and no slot opens here"
                + " that has the newer ones; restart it with a secret that opens one");
      }
      keysChecked = true;
    }
    return true;
  }

  /** The log that this signs. */
  Shard shard() {
    return shard;
  }

  /**
   * Signs the log as it ends, in the transaction that ends it, of whoever has the lease; gives the
   * note. If that is not committed, nobody ever sees it.
   */
  CheckpointRow signLast(WriteView rows) {
    checkKeys(rows);
    isSigned(rows);
    keep(rows, growth(rows));
    return newest(rows)
        .orElseThrow(() -> new AssertionError("a note that was just kept is not there"));
  }

  /**
   * Signs the head if it grew since it was signed last and no other process is signing; says
   * whether the head is signed now.
   */
  public boolean publish() {
    publishing.lock();
    try {
      return publishAlone();
    } finally {
      publishing.unlock();
    }
  }

  private boolean publishAlone() {
    store.read(this::checkKeys);
    if (store.read(this::isSigned)) {
      store.read(this::newest).ifPresent(second::keep);
      return true;
    }
    if (!store.write(this::acquireLease)) {
      return false;
    }
    Growth growth = store.read(this::growth);
    if (!store.write(rows -> sign(rows, growth))) {
      return false;
    }
    memory.signed(growth.tree());
    store.read(this::newest).ifPresent(second::keep);
    return true;
  }

  private Optional<CheckpointRow> newest(ReadView rows) {
    return rows.latestCheckpoint(shard.number());
  }

  private boolean isSigned(ReadView rows) {
    Optional<CheckpointRow> last = newest(rows);
    second.check(rows, last);
    memory.check(last.map(CheckpointRow::size).orElse(0L));
    last.ifPresent(row -> memory.trust(row.note(), this::verified));
    LogHeadRow head = head(rows);
    return last.isPresent() && names(last.get().note(), head.size(), head.root());
  }

  /** Whoever can write rows can write a note; without both signatures it says nothing. */
  private boolean verified(Bytes note) {
    try {
      return own.isMetBy(own.open(note.unsafeArray()));
    } catch (VaultException e) {
      return false;
    }
  }

  private boolean acquireLease(WriteView rows) {
    long now = rows.now(clock.millis());
    return rows.acquireLease(LEASE, holder, now, now + LEASE_TIME.toMillis());
  }

  /**
   * Does {@code work} while nobody signs: no note is added or dropped meanwhile. Empty when another
   * process is signing.
   */
  <T> Optional<T> whileNobodySigns(Function<WriteView, T> work) {
    publishing.lock();
    try {
      return store.write(
          rows -> {
            if (!acquireLease(rows)) {
              return Optional.empty();
            }
            T done = work.apply(rows);
            rows.releaseLease(LEASE, holder);
            return Optional.of(done);
          });
    } finally {
      publishing.unlock();
    }
  }

  /** How many entries the newest signature covers. */
  long signedSize() {
    return store.read(
        rows -> rows.latestCheckpoint(shard.number()).map(CheckpointRow::size).orElse(0L));
  }

  /** A head that extends what was signed at {@code from}, and its last entry. */
  private record Growth(
      long from, LogHeadRow head, Optional<LogEntryRow> last, MerkleFrontier tree) {}

  private Growth growth(ReadView rows) {
    LogHeadRow head = head(rows);
    seal.verified(head, rows.theState());
    Optional<CheckpointRow> last = rows.latestCheckpoint(shard.number());
    long from = last.map(CheckpointRow::size).orElse(0L);
    MerkleFrontier tree = memory.tree().orElseGet(() -> signedTree(last));
    if (head.size() < from) {
      throw refused("has " + head.size() + " entries, but " + from + " were signed");
    }
    append(rows, tree, from);
    if (last.isPresent() && !names(last.get().note(), tree.size(), tree.root())) {
      throw refused("was signed with another root at size " + from);
    }
    append(rows, tree, head.size());
    if (tree.size() != head.size() || !tree.root().equals(head.root())) {
      throw refused("does not hash to its own root at size " + head.size());
    }
    return new Growth(from, head, lastOf(head, rows), tree);
  }

  /** Hashes entries again from their stored bytes. */
  private void append(ReadView rows, MerkleFrontier tree, long to) {
    MerkleHash hash = new MerkleHash();
    rows.streamEntries(
        shard.number(),
        tree.size(),
        to,
        entry -> tree.append(hash.leaf(entry.leaf().unsafeArray())));
  }

  /** The tree as it was signed: the stored one counts only if it has the signed root. */
  private MerkleFrontier signedTree(Optional<CheckpointRow> last) {
    if (last.isEmpty()) {
      return new MerkleFrontier();
    }
    MerkleFrontier tree = MerkleFrontier.decode(last.get().frontier());
    if (!names(last.get().note(), tree.size(), tree.root())) {
      throw refused("was signed with another root at size " + last.get().size());
    }
    return tree;
  }

  private boolean names(Bytes note, long size, Bytes treeRoot) {
    String root = Base64.getEncoder().encodeToString(treeRoot.unsafeArray());
    String head = shard.origin() + "\n" + size + "\n" + root + "\n\n";
    return new String(note.unsafeArray(), StandardCharsets.UTF_8).startsWith(head);
  }

  private Optional<LogEntryRow> lastOf(LogHeadRow head, ReadView rows) {
    return rows.logEntry(shard.number(), head.size() - 1);
  }

  /**
   * Only while this process has the lease, and nobody can take it until the note is kept; and only
   * what stands here: after a failover, what was read may come from another server.
   */
  private boolean sign(WriteView rows, Growth growth) {
    boolean unchanged =
        rows.latestCheckpoint(shard.number()).map(CheckpointRow::size).orElse(0L) == growth.from();
    boolean stands = lastOf(growth.head(), rows).equals(growth.last());
    if (!rows.holdsLease(LEASE, holder) || !unchanged || !stands) {
      return false;
    }
    // Another process may have signed this head after we found it unsigned.
    if (growth.head().size() > growth.from()) {
      keep(rows, growth);
    }
    rows.releaseLease(LEASE, holder);
    return true;
  }

  private void keep(WriteView rows, Growth growth) {
    // The clock that entries are dated by: the log's times are to fit together.
    long now = clock.millis();
    LogHeadRow head = growth.head();
    byte[] note =
        CheckpointNote.sign(
            shard.origin(), head.size(), head.root(), Math.floorDiv(now, 1000L), signer);
    rows.insertCheckpoint(
        new CheckpointRow(
            shard.number(), head.size(), now, Bytes.wrap(note), growth.tree().encode()));
  }

  private LogHeadRow head(ReadView rows) {
    return rows.logHead(shard.number())
        .orElseThrow(
            () ->
                new VaultException.Tampered(
                    "the vault's log head is gone; run patientvault audit verify"));
  }

  static VaultException.Tampered refused(String why) {
    return new VaultException.Tampered(
        "nothing was signed: the log "
            + why
            + ". Keep this file, and run patientvault audit verify on a copy of it");
  }
}
