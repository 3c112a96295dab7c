package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.AuditReceipt;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.sealing.FetchedKeys;
import org.patientvault.internal.sealing.RecordResealer;
import org.patientvault.internal.sealing.RecordResealer.Resealed;
import org.patientvault.internal.sealing.RecordResealer.Rows;
import org.patientvault.internal.store.RecordPlace;
import org.patientvault.internal.store.Renewals;
import org.patientvault.internal.store.RevisionMark;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;

/**
 * Records that are sealed again. Each is written whole or, where somebody wrote another revision
 * meanwhile, not at all: the new one may carry what the old ones hold.
 */
final class ResealedPage implements Rework.Page {
  private final JobParts parts;
  private final RecordPage page;
  private final Bytes position;
  private final FetchedKeys keys;
  private final List<Whole> resealed = new ArrayList<>();
  private int failed;

  /** One record: what changes, and its newest revision when it was read. */
  private record Whole(RevisionMark newest, List<Resealed> changed) {}

  ResealedPage(JobParts parts, RecordPage page, Bytes position) {
    this.parts = parts;
    this.page = page;
    this.position = position;
    this.keys = new FetchedKeys(parts.keys().patientWrap(), page.keys());
  }

  @Override
  public Bytes position() {
    return position;
  }

  /** Names the stale rows in the log, then opens them and seals them again. */
  @Override
  public void prepare() {
    List<Rows> stale = new ArrayList<>();
    for (List<RevisionRow> rows : page.records()) {
      int current = keys.current(rows.get(0).patient());
      if (rows.stream()
          .anyMatch(row -> KeysOfValues.areOlder(row.keyVersion(), row.body(), current))) {
        stored(rows).ifPresentOrElse(stale::add, () -> failed += rows.size());
      }
    }
    reseal(stale);
  }

  private Optional<Rows> stored(List<RevisionRow> rows) {
    RevisionRow any = rows.get(0);
    return Optional.ofNullable(page.types().get(any.patient()))
        .flatMap(types -> types.of(any.record()))
        .flatMap(type -> stored(type, rows));
  }

  private Optional<Rows> stored(RecordType type, List<RevisionRow> rows) {
    RecordResealer resealer = parts.records().resealer();
    try {
      return Optional.of(
          new Rows(
              type,
              parts.records().groups().apply(type),
              rows.stream().map(resealer::stored).toList()));
    } catch (VaultException.Tampered e) {
      return Optional.empty();
    }
  }

  /** All at once; where one of them was changed, by halves, so that the others get through. */
  private void reseal(List<Rows> records) {
    if (records.isEmpty()) {
      return;
    }
    try {
      resealed.addAll(opened(records));
    } catch (VaultException.Tampered e) {
      if (records.size() == 1) {
        failed += records.get(0).rows().size();
      } else {
        int half = records.size() / 2;
        reseal(records.subList(0, half));
        reseal(records.subList(half, records.size()));
      }
    }
  }

  private List<Whole> opened(List<Rows> records) {
    AuditReceipt receipt = parts.ledger().release(new OpenedRows(parts, records)).get(0);
    RecordResealer resealer = parts.records().resealer();
    List<Whole> whole = new ArrayList<>(records.size());
    for (Rows record : records) {
      int version = keys.current(record.patient());
      whole.add(
          new Whole(
              RevisionMark.of(record.newest()), resealer.reseal(receipt, record, keys, version)));
    }
    return whole;
  }

  @Override
  public int failed() {
    return failed;
  }

  @Override
  public EventCode event() {
    return EventCode.REENCRYPT;
  }

  @Override
  public int write(LedgerTransaction transaction, EntryDraft draft) {
    if (resealed.isEmpty()) {
      return 0;
    }
    Set<RevisionMark> newest = newest(transaction.rows());
    List<Resealed> rows =
        resealed.stream()
            .filter(record -> newest.contains(record.newest()))
            .flatMap(record -> record.changed().stream())
            .toList();
    if (rows.isEmpty()) {
      return 0;
    }
    long at =
        transaction.appendListing(
            draft.with("step", "sealed").with("rows", (long) rows.size()),
            rows.stream().map(Resealed::digest).toList());
    transaction
        .rows()
        .renewals()
        .revisions(rows.stream().map(row -> renewed(row, transaction.shard(), at)).toList());
    return rows.size();
  }

  /** What stands there now as the newest revisions of this page's records. */
  private Set<RevisionMark> newest(WriteView rows) {
    RecordPlace first = resealed.get(0).newest().place();
    RecordPlace last = resealed.get(resealed.size() - 1).newest().place();
    Set<RevisionMark> newest = new HashSet<>();
    RevisionMark before = null;
    for (RevisionMark mark : rows.marksBetween(first, last)) {
      if (before != null && !before.place().equals(mark.place())) {
        newest.add(before);
      }
      before = mark;
    }
    if (before != null) {
      newest.add(before);
    }
    return newest;
  }

  private static Renewals.Renewed<RevisionRow> renewed(Resealed row, int shard, long index) {
    return new Renewals.Renewed<>(
        row.before(), row.before().resealed(row.version(), row.body(), shard, index));
  }
}
