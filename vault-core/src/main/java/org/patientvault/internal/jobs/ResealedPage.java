package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.sealing.RecordResealer.Resealed;
import org.patientvault.internal.store.HeadRow;
import org.patientvault.internal.store.RecordPlace;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;

/**
 * Records that were sealed again. Each is written whole or, where somebody wrote another revision
 * meanwhile, not at all: the new one may carry what the old ones hold.
 */
final class ResealedPage implements Rework.Page {
  private final Bytes position;
  private final List<Whole> records = new ArrayList<>();
  private int failed;

  /** One record: what changes, and its newest revision when it was read. */
  private record Whole(RecordPlace place, RevisionRow newest, List<Resealed> changed) {}

  ResealedPage(Bytes position) {
    this.position = position;
  }

  /** {@code newest} is the last row that was read, changed or not. */
  void add(RevisionRow newest, List<Resealed> changed) {
    records.add(new Whole(new RecordPlace(newest.patient(), newest.record()), newest, changed));
  }

  void fail(int rows) {
    failed += rows;
  }

  @Override
  public Bytes position() {
    return position;
  }

  @Override
  public int failed() {
    return failed;
  }

  @Override
  public Collection<RecordPlace> ahead() {
    return records.stream().map(Whole::place).toList();
  }

  @Override
  public EventCode event() {
    return EventCode.REENCRYPT;
  }

  @Override
  public int write(LedgerTransaction transaction, EntryDraft draft) {
    List<Resealed> rows =
        records.stream()
            .filter(record -> isAsRead(transaction, record))
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
        .renewRevisions(rows.stream().map(row -> renewed(row, transaction.shard(), at)).toList());
    return rows.size();
  }

  private static boolean isAsRead(LedgerTransaction transaction, Whole record) {
    return transaction
        .rows()
        .head(record.place().patient(), record.place().record())
        .map(HeadRow::revision)
        .filter(newest -> isSame(newest, record.newest()))
        .isPresent();
  }

  private static boolean isSame(RevisionRow one, RevisionRow other) {
    return one.revision() == other.revision()
        && one.committedShard() == other.committedShard()
        && one.committedIndex() == other.committedIndex()
        && one.keyVersion() == other.keyVersion();
  }

  private static WriteView.Renewed renewed(Resealed row, int shard, long index) {
    return new WriteView.Renewed(
        row.before(), row.before().resealed(row.version(), row.body(), shard, index));
  }
}
