package org.patientvault.internal.ledger;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.patientvault.audit.Entry;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.internal.crypto.DetailCipher;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.store.LogDetailRow;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Reads the whole log of a shard, from one snapshot, and holds it against the sealed head.
 *
 * <p>Keeps one entry in memory at a time, and the keys of the shard's subjects. For one thread.
 */
public final class LogReading {
  private final Shard shard;
  private final HeadSeal seal;
  private final DetailCipher cipher;
  private final Map<Bytes, LogSubject> subjects;
  private final Predicate<Entry> wanted;
  private final Sink sink;
  private final MerkleHash hash = new MerkleHash();
  private final MerkleFrontier tree = new MerkleFrontier();

  /** Takes one entry after the other; believes none before the reading came to its end. */
  @FunctionalInterface
  public interface Sink {
    /** One entry, and its detail if it was wanted and is there. */
    void take(long index, Entry entry, Optional<byte[]> detail);
  }

  LogReading(
      Shard shard,
      HeadSeal seal,
      DetailCipher cipher,
      Map<Bytes, LogSubject> subjects,
      Predicate<Entry> wanted,
      Sink sink) {
    this.shard = shard;
    this.seal = seal;
    this.cipher = cipher;
    this.subjects = subjects;
    this.wanted = wanted;
    this.sink = sink;
  }

  void run(ReadView rows) {
    LogHeadRow head = rows.logHead(shard.number()).orElseThrow(LogReading::changed);
    seal.verified(head, rows.theState());
    rows.streamEntriesAndDetails(shard.number(), 0, head.size(), this::take);
    if (!tree.root().equals(head.root())) {
      throw changed();
    }
  }

  private void take(LogEntryRow row, Optional<LogDetailRow> detail) {
    byte[] leaf = row.leaf().toArray();
    if (row.index() != tree.size()) {
      throw changed();
    }
    tree.append(hash.leaf(leaf));
    Entry entry = parsed(leaf);
    sink.take(
        row.index(),
        entry,
        wanted.test(entry) ? detail.flatMap(each -> opened(entry, each)) : Optional.empty());
  }

  private Optional<byte[]> opened(Entry entry, LogDetailRow row) {
    LogSubject subject = subjects.get(LogBooks.keeper(entry));
    Bytes commitment = entry.detail();
    if (subject == null || commitment == null) {
      return Optional.empty();
    }
    byte[] context = EntryWriter.detailContext(shard.origin(), row.index(), commitment);
    return Optional.of(cipher.open(subject, context, row.sealed().toArray()));
  }

  private static Entry parsed(byte[] leaf) {
    try {
      return Entry.parse(leaf);
    } catch (VaultException.InvalidInput e) {
      throw changed();
    }
  }

  private static VaultException.Tampered changed() {
    return new VaultException.Tampered(
        "the stored log is not the one that was written; export it with patientvault audit export"
            + " --unopened, and verify that");
  }
}
