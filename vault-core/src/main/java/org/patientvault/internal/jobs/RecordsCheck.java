package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.ledger.HeadSeal;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.ledger.WrittenRows;
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
  private static final Set<EventCode> ERASING = EnumSet.of(EventCode.ERASE, EventCode.EXPIRE);

  private static final Set<EventCode> TAKING =
      EnumSet.of(EventCode.ERASE, EventCode.EXPIRE, EventCode.KEY_DESTROY);

  private final VaultId vault;
  private final VaultKeys keys;
  private final RecordFetcher fetcher;
  private final ReadView snapshot;
  private final LogPlaces places;
  private final List<String> findings = new ArrayList<>();
  private final BitSet committed = new BitSet();
  private final Set<KeyLevel> unproven = EnumSet.noneOf(KeyLevel.class);
  private final ListedRows lists = new ListedRows();

  /** Rows that were sealed again, by the entries that wrote them. */
  private final Map<Long, RevisionRow> resealed = new HashMap<>();

  private @Nullable List<LogPlaces.Placed> taking;
  private @Nullable ErasedPatients erasedPatients;

  private long rows;

  public RecordsCheck(
      VaultId vault, VaultKeys keys, LogBooks books, RecordFetcher fetcher, ReadView snapshot) {
    this.vault = vault;
    this.keys = keys;
    this.fetcher = fetcher;
    this.snapshot = snapshot;
    this.places = LogPlaces.of(books, snapshot);
  }

  /**
   * What was found, in the words of docs/formats/audit-log.md, and how many rows were looked at.
   */
  public record Result(long rows, List<String> findings) {}

  /** Looks at every row. */
  public Result run() {
    unproven.addAll(Unproven.of(places, snapshot));
    snapshot.streamRevisions(this::revision);
    new KeysCheck(vault, keys, this).run(snapshot);
    new IndexCheck(this).run(snapshot);
    new TombstoneCheck(this).run(snapshot);
    new StateCheck(vault, keys, this).run(snapshot);
    new ChainCheck(places, this).run(snapshot);
    HeadSeal seal = new HeadSeal(keys.stateMac());
    places.books().forEach(log -> new LogCheck(log, seal, this).run(snapshot));
    otherLogs();
    new ReadsCheck(this).run(snapshot);
    new MissingRows(this).run(snapshot);
    return new Result(rows, List.copyOf(findings));
  }

  private void otherLogs() {
    snapshot.otherShards(places.newest().shard().number()).stream()
        .filter(other -> !places.has(other.shard()))
        .forEach(other -> found("SHARD ADDED table=" + other.table() + " shard=" + other.shard()));
  }

  private void revision(RevisionRow row) {
    rows++;
    String where =
        "record="
            + row.record()
            + " revision="
            + row.revision()
            + " entry="
            + places.text(row.logShard(), row.logIndex());
    long at = places.of(row.logShard(), row.logIndex());
    Entry written = entry(snapshot, at).filter(one -> wrote(one, at, row)).orElse(null);
    if (written == null) {
      found("ROW CHANGED " + where + " (the entry is about something else)");
      return;
    }
    commits(at);
    inShard("ROW CHANGED " + where, row.logShard());
    if (row.isResealed()) {
      inShard("ROW CHANGED " + where, row.sealShard());
      resealed.put(at, row);
    }
    try {
      Bytes digest = fetcher.digest(row);
      if (!isCommitted(row, written, digest) || !isSealedUnder(row)) {
        found("ROW CHANGED " + where);
      }
    } catch (VaultException.Tampered e) {
      found("ROW CHANGED " + where + " (" + e.getMessage() + ")");
    }
  }

  private boolean wrote(Entry entry, long at, RevisionRow row) {
    Bytes record = entry.record();
    return entry.event().isWrite()
        && record != null
        && entry.digest() != null
        && record.equals(places.booksAt(at).pseudonym(row.record()));
  }

  /** By the entry that wrote it, or by the one that lists what was sealed again. */
  private boolean isCommitted(RevisionRow row, Entry written, Bytes digest) {
    if (!row.isResealed()) {
      return Objects.equals(written.digest(), digest) && row.sealIndex() == 0;
    }
    long at = places.of(row.sealShard(), row.sealIndex());
    return entry(snapshot, at)
        .filter(lists::lists)
        .filter(entry -> lists.of(snapshot, at, entry).contains(digest))
        .isPresent();
  }

  /**
   * The digest of a row that was sealed again is no longer that of the entry which wrote it; its
   * revision is the number of that entry among those of its record, in all logs.
   */
  void wroteRevision(long at, ToIntFunction<RecordRef> counted) {
    RevisionRow row = resealed.remove(at);
    int revision = row == null ? 0 : counted.applyAsInt(row.record());
    if (row != null && row.revision() != revision) {
      found(
          "ROW CHANGED record="
              + row.record()
              + " revision="
              + row.revision()
              + " entry="
              + places.text(at)
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

  /** A row that names a log which is not there names no entry. */
  void inShard(String finding, int named) {
    if (!places.has(named)) {
      found(finding + " (log_shard=" + named + ")");
    }
  }

  /** Notes that a row names the entry at this place; one that no log reaches is left out. */
  void commits(long place) {
    if (place >= 0 && place <= Integer.MAX_VALUE) {
      committed.set((int) place);
    }
  }

  boolean isCommitted(long place) {
    return place <= Integer.MAX_VALUE && committed.get((int) place);
  }

  Optional<Entry> entry(ReadView rows, long place) {
    return places.entry(rows, place);
  }

  /** An entry that cannot be read is the log's verdict, not this one's. */
  static Optional<Entry> parse(LogEntryRow row) {
    try {
      return Optional.of(Entry.parse(row.leaf().toArray()));
    } catch (VaultException.InvalidInput e) {
      return Optional.empty();
    }
  }

  /** Every entry of any log that erases. */
  List<LogPlaces.Placed> erasures(ReadView rows) {
    return taking(rows).stream().filter(each -> ERASING.contains(each.entry().event())).toList();
  }

  /** The digests of the key rows that entries of any log say were destroyed. */
  Set<Bytes> destroyedKeys(ReadView rows) {
    Set<Bytes> destroyed = new HashSet<>();
    for (LogPlaces.Placed each : taking(rows)) {
      try {
        destroyed.addAll(WrittenRows.destroyed(rows, each.entry()));
      } catch (VaultException.Tampered e) {
        found("KEY CHANGED entry=" + places.text(each.place()) + " (" + e.getMessage() + ")");
      }
    }
    return destroyed;
  }

  private List<LogPlaces.Placed> taking(ReadView rows) {
    List<LogPlaces.Placed> known = taking;
    if (known == null) {
      List<LogPlaces.Placed> found = new ArrayList<>();
      places.each(
          rows,
          (log, place, row) ->
              parse(row)
                  .filter(entry -> TAKING.contains(entry.event()))
                  .ifPresent(entry -> found.add(new LogPlaces.Placed(place, entry))));
      known = List.copyOf(found);
      taking = known;
    }
    return known;
  }

  /** Whose rows are gone by right. */
  ErasedPatients erasedPatients() {
    ErasedPatients known = erasedPatients;
    if (known == null) {
      known = ErasedPatients.of(snapshot, erasures(snapshot));
      erasedPatients = known;
    }
    return known;
  }

  LogPlaces places() {
    return places;
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
