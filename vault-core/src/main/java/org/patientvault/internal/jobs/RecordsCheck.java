package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.patientvault.audit.Entry;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.ledger.HeadSeal;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.sealing.RecordFetcher;
import org.patientvault.internal.sealing.RecordOpener;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RecordIndexRow;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Holds every row against the log entry that committed it: what was changed, rolled back, deleted
 * or moved gets a finding.
 *
 * <p>Takes the log as it finds it: verify that first. Reads one snapshot and writes nothing. Memory
 * grows with one bit per log entry, some hundred bytes per patient and actor, and as many per
 * revision.
 */
public final class RecordsCheck {
  private final VaultId vault;
  private final VaultKeys keys;
  private final LogBooks books;
  private final RecordFetcher fetcher;
  private final int shard;
  private final List<String> findings = new ArrayList<>();
  private final BitSet committed = new BitSet();
  private final Set<KeyLevel> unproven = EnumSet.noneOf(KeyLevel.class);
  private final ListedRows lists = new ListedRows();

  /** Rows that were sealed again, by the entries that wrote them. */
  private final Map<Long, RevisionRow> resealed = new HashMap<>();

  private long rows;

  public RecordsCheck(
      VaultId vault, VaultKeys keys, LogBooks books, RecordFetcher fetcher, int shard) {
    this.vault = vault;
    this.keys = keys;
    this.books = books;
    this.fetcher = fetcher;
    this.shard = shard;
  }

  /**
   * What was found, in the words of docs/formats/audit-log.md, and how many rows were looked at.
   */
  public record Result(long rows, List<String> findings) {}

  /** Looks at every row of {@code snapshot}. */
  public Result run(ReadView snapshot) {
    unproven.addAll(Unproven.of(books, snapshot, shard));
    snapshot.streamRevisions(row -> revision(snapshot, row));
    new KeysCheck(vault, keys, this).run(snapshot);
    new IndexCheck(this).run(snapshot);
    new TombstoneCheck(this).run(snapshot);
    new StateCheck(vault, keys, this).run(snapshot);
    new LogCheck(books, new HeadSeal(keys.stateMac()), this).run(snapshot);
    new ReadsCheck(this).run(snapshot);
    new MissingRows(books, this).run(snapshot);
    return new Result(rows, List.copyOf(findings));
  }

  private void revision(ReadView snapshot, RevisionRow row) {
    rows++;
    String where =
        "record=" + row.record() + " revision=" + row.revision() + " entry=" + row.logIndex();
    Entry written = entry(snapshot, row.logIndex()).filter(one -> wrote(one, row)).orElse(null);
    if (written == null) {
      found("ROW CHANGED " + where + " (the entry is about something else)");
      return;
    }
    commits(row.logIndex());
    inShard("ROW CHANGED " + where, row.logShard());
    if (row.isResealed()) {
      inShard("ROW CHANGED " + where, row.sealShard());
      resealed.put(row.logIndex(), row);
    }
    try {
      Bytes digest = fetcher.digest(row);
      if (!isCommitted(snapshot, row, written, digest) || !isSealedUnder(row)) {
        found("ROW CHANGED " + where);
      }
    } catch (VaultException.Tampered e) {
      found("ROW CHANGED " + where + " (" + e.getMessage() + ")");
    }
  }

  private boolean wrote(Entry entry, RevisionRow row) {
    Bytes record = entry.record();
    return entry.event().isWrite()
        && record != null
        && entry.digest() != null
        && record.equals(books.pseudonym(row.record()));
  }

  /** By the entry that wrote it, or by the one that lists what was sealed again. */
  private boolean isCommitted(ReadView snapshot, RevisionRow row, Entry written, Bytes digest) {
    if (!row.isResealed()) {
      return Objects.equals(written.digest(), digest) && row.sealIndex() == 0;
    }
    return entry(snapshot, row.sealIndex())
        .filter(lists::lists)
        .filter(entry -> lists.of(snapshot, row.sealIndex(), entry).contains(digest))
        .isPresent();
  }

  /**
   * The digest of a row that was sealed again is no longer that of the entry which wrote it; its
   * revision is the number of that entry among those of its record.
   */
  void wroteRevision(long index, int revision) {
    RevisionRow row = resealed.remove(index);
    if (row != null && row.revision() != revision) {
      found(
          "ROW CHANGED record="
              + row.record()
              + " revision="
              + row.revision()
              + " entry="
              + index
              + " (the entry wrote revision "
              + revision
              + ")");
    }
  }

  /** The column must name the key that the values of this revision are sealed under. */
  private static boolean isSealedUnder(RevisionRow row) {
    RecordBody body = RecordBody.read(row.body());
    return body.slots().stream()
        .filter(RecordBody.Slot::inline)
        .allMatch(slot -> RecordOpener.keyVersion(body, slot) == row.keyVersion());
  }

  ListedRows lists() {
    return lists;
  }

  void found(String finding) {
    findings.add(finding);
  }

  void looked() {
    rows++;
  }

  /** A vault has one shard so far: a row that names another one names no entry. */
  void inShard(String finding, int named) {
    if (named != shard) {
      found(finding + " (log_shard=" + named + ")");
    }
  }

  /** Notes that a row names this entry; an index that no log reaches is left out. */
  void commits(long index) {
    if (index >= 0 && index <= Integer.MAX_VALUE) {
      committed.set((int) index);
    }
  }

  boolean isCommitted(long index) {
    return index <= Integer.MAX_VALUE && committed.get((int) index);
  }

  Optional<Entry> entry(ReadView snapshot, long index) {
    return snapshot.logEntry(shard, index).flatMap(RecordsCheck::parse);
  }

  /** An entry that cannot be read is the log's verdict, not this one's. */
  static Optional<Entry> parse(LogEntryRow row) {
    try {
      return Optional.of(Entry.parse(row.leaf().toArray()));
    } catch (VaultException.InvalidInput e) {
      return Optional.empty();
    }
  }

  int shard() {
    return shard;
  }

  RecordRef target(RecordIndexRow row) {
    return fetcher.target(row.patient(), row).record();
  }

  /** Whether the index's current key made a row; while a job renews it, older ones did too. */
  boolean isCurrent(int prf, IndexName index) {
    int version = keys.index(index).version();
    return prf == version || (prf > 0 && prf < version && isUnproven(level(index)));
  }

  private static KeyLevel level(IndexName index) {
    return index == IndexName.PATIENT ? KeyLevel.INDEX_PATIENT : KeyLevel.INDEX_RECORD;
  }

  /** Whether rows of {@code level} may be under older keys: it is being renewed. */
  boolean isUnproven(KeyLevel level) {
    return unproven.contains(level);
  }
}
