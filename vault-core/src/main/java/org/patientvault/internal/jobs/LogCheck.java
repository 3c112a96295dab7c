package org.patientvault.internal.jobs;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.DetailCommitment;
import org.patientvault.audit.Entry;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.audit.RetentionClass;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.ledger.HeadSeal;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.store.LogDetailRow;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Holds the log's head against its entries, every sealed detail against the commitment in its
 * entry, and the pseudonyms of entries against the people and patients behind them. The log of a
 *
 * <p>What was signed is the bundle verifier's to say; this looks at what no bundle shows.
 */
final class LogCheck {
  private final LogBooks books;
  private final HeadSeal seal;
  private final RecordsCheck check;
  private final AnchorCheck anchors;
  private final MerkleFrontier tree = new MerkleFrontier();
  private final MerkleHash hash = new MerkleHash();
  private final ErasedDetails erased;

  LogCheck(LogBooks books, HeadSeal seal, RecordsCheck check) {
    this.books = books;
    this.seal = seal;
    this.check = check;
    this.anchors = new AnchorCheck(check, books.shard().number());
    this.erased = new ErasedDetails(check, books);
  }

  void run(ReadView snapshot) {
    Optional<Map<Bytes, LogSubject>> subjects = subjects(snapshot);
    snapshot.streamEntries(
        number(),
        0,
        Long.MAX_VALUE,
        row -> {
          tree.append(hash.leaf(row.leaf().toArray()));
          RecordsCheck.parse(row).ifPresent(anchors::take);
          subjects.ifPresent(known -> entry(snapshot, row, known));
        });
    anchors.run(snapshot);
    erased.take(snapshot);
    erased.report(snapshot);
    snapshot
        .detailsWithoutEntry(number())
        .forEach(index -> check.found("DETAIL ADDED index=" + at(index)));
    int generation =
        snapshot.state().map(state -> HeadSeal.generationBeside(number(), state)).orElse(0);
    snapshot.logHead(number()).ifPresent(head -> head(head, generation));
  }

  private int number() {
    return books.shard().number();
  }

  private String at(long index) {
    return check.places().text(number(), index);
  }

  private void head(LogHeadRow head, int generation) {
    check.looked();
    if (!isSealed(head, generation)
        || head.size() != tree.size()
        || !head.root().equals(tree.root())) {
      check.found(
          "LOG HEAD CHANGED size="
              + head.size()
              + " root="
              + head.root().hex()
              + " entries="
              + tree.size()
              + " root of them="
              + tree.root().hex()
              + " beside state generation="
              + generation);
    }
  }

  private boolean isSealed(LogHeadRow head, int generation) {
    try {
      seal.verified(head, generation);
      return true;
    } catch (VaultException.Tampered | VaultException.InvalidInput e) {
      return false;
    }
  }

  private Optional<Map<Bytes, LogSubject>> subjects(ReadView snapshot) {
    try {
      return Optional.of(books.subjects(snapshot));
    } catch (VaultException.Tampered e) {
      check.found("SUBJECT CHANGED (" + e.getMessage() + ")");
      return Optional.empty();
    }
  }

  private void entry(ReadView snapshot, LogEntryRow row, Map<Bytes, LogSubject> subjects) {
    Optional<Entry> entry = RecordsCheck.parse(row);
    if (entry.isPresent()) {
      known(row.index(), entry.get().actor(), subjects);
      if (!erased.isAboutAnotherLog(snapshot, entry.get())) {
        known(row.index(), entry.get().subject(), subjects);
      }
      detail(snapshot, row.index(), entry.get(), subjects);
    }
  }

  /** Without the row behind a pseudonym, whoever it stands for would get another one. */
  private void known(long index, @Nullable Bytes pseudonym, Map<Bytes, LogSubject> subjects) {
    if (pseudonym != null && !subjects.containsKey(pseudonym)) {
      erased.unknown(pseudonym, index);
    }
  }

  private void detail(ReadView snapshot, long index, Entry entry, Map<Bytes, LogSubject> subjects) {
    Bytes commitment = entry.detail();
    if (commitment == null) {
      return;
    }
    check.looked();
    Optional<LogDetailRow> stored = snapshot.logDetail(number(), index);
    if (stored.isEmpty()) {
      erased.missing(index);
    } else if (!opens(snapshot, entry, commitment, stored.get(), subjects)) {
      check.found("DETAIL CHANGED index=" + at(index));
    } else if (stored.get().retention() != RetentionClass.of(entry.event()).code()) {
      check.found(
          "DETAIL CHANGED index=" + at(index) + " (retention=" + stored.get().retention() + ")");
    }
  }

  private boolean opens(
      ReadView snapshot,
      Entry entry,
      Bytes commitment,
      LogDetailRow stored,
      Map<Bytes, LogSubject> subjects) {
    try {
      Optional<byte[]> detail = books.detail(snapshot, stored.index(), entry, subjects);
      return detail.isPresent()
          && stored.salt().size() == DetailCommitment.SALT_BYTES
          && commitment.equals(DetailCommitment.of(stored.salt(), detail.get()));
    } catch (VaultException.Tampered e) {
      return false;
    }
  }
}
