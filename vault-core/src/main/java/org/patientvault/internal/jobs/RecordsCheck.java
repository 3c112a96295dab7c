package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
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
    snapshot.streamRevisions(row -> revision(snapshot, row));
    new KeysCheck(vault, keys, this).run(snapshot);
    new IndexCheck(this).run(snapshot);
    new TombstoneCheck(this).run(snapshot);
    new StateCheck(vault, keys, this).run(snapshot);
    new LogCheck(books, new HeadSeal(keys.stateMac()), this).run(snapshot);
    new ReadsCheck(this).run(snapshot);
    missing(snapshot);
    return new Result(rows, List.copyOf(findings));
  }

  private void revision(ReadView snapshot, RevisionRow row) {
    rows++;
    String where =
        "record=" + row.record() + " revision=" + row.revision() + " entry=" + row.logIndex();
    Optional<Entry> entry = entry(snapshot, row.logIndex());
    Bytes record = entry.map(Entry::record).orElse(null);
    Bytes digest = entry.map(Entry::digest).orElse(null);
    boolean write = entry.map(each -> each.event().isWrite()).orElse(false);
    if (!write
        || record == null
        || digest == null
        || !record.equals(books.pseudonym(row.record()))) {
      found("ROW CHANGED " + where + " (the entry is about something else)");
      return;
    }
    commits(row.logIndex());
    inShard("ROW CHANGED " + where, row.logShard());
    try {
      if (!digest.equals(fetcher.digest(row)) || !isSealedUnder(row)) {
        found("ROW CHANGED " + where);
      }
    } catch (VaultException.Tampered e) {
      found("ROW CHANGED " + where + " (" + e.getMessage() + ")");
    }
  }

  /** The column must name the key that the values of this revision are sealed under. */
  private static boolean isSealedUnder(RevisionRow row) {
    RecordBody body = RecordBody.read(row.body());
    return body.slots().stream()
        .filter(RecordBody.Slot::inline)
        .allMatch(slot -> RecordOpener.keyVersion(body, slot) == row.keyVersion());
  }

  /** Entries that committed rows which are not there. */
  private void missing(ReadView snapshot) {
    Map<Bytes, Long> lost = new HashMap<>();
    snapshot.streamEntries(shard, 0, Long.MAX_VALUE, row -> missing(row, lost));
    if (lost.isEmpty()) {
      return;
    }
    snapshot.streamHeads(
        head -> {
          Long entry = lost.remove(books.pseudonym(head.record()));
          if (entry != null) {
            found(
                (entry > head.logIndex()
                        ? "ROLLED BACK record="
                        : "DELETED an older revision of record=")
                    + head.record()
                    + " revision="
                    + head.revision()
                    + " entry="
                    + entry);
          }
        });
    lost.forEach(
        (pseudonym, entry) ->
            found("DELETED record=" + pseudonym.hex() + " (pseudonym) entry=" + entry));
  }

  private void missing(LogEntryRow row, Map<Bytes, Long> lost) {
    Optional<Entry> parsed = parse(row);
    if (parsed.isEmpty() || isCommitted(row.index())) {
      return;
    }
    Entry entry = parsed.get();
    boolean write = entry.event().isWrite();
    if (write && entry.record() != null) {
      lost.put(entry.record(), row.index());
    } else if (write || entry.event() == EventCode.KEY_CREATE) {
      found("DELETED key or index row entry=" + row.index());
    }
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

  private boolean isCommitted(long index) {
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

  /** The only version of the record index's key so far. */
  int indexVersion() {
    return keys.index(IndexName.RECORD).version();
  }
}
