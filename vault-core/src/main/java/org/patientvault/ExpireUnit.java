package org.patientvault;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.Entry;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.ErasureOrder;
import org.patientvault.audit.IndexRange;
import org.patientvault.audit.RetentionClass;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Erases one page of details whose time is over, by a rule that is still in force, and says so in
 * one entry; appends none when there is nothing to erase.
 */
record ExpireUnit(
    RetentionRule rule, Shard log, RetentionClass of, long from, Instant now, EntryDraft draft)
    implements Unit<ExpireUnit.Done> {
  private static final int AT_ONCE = 2000;

  /**
   * What was erased, and where to go on.
   *
   * @param next empty when no detail that is over can be left behind
   */
  record Done(int erased, Optional<Long> next) {}

  /** The same, of a later page. */
  ExpireUnit from(long next) {
    return new ExpireUnit(rule, log, of, next, now, draft);
  }

  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public Done run(LedgerTransaction transaction) {
    if (!RetentionRule.inForce(transaction.rows()).equals(rule)) {
      throw new VaultException.Conflict(
          "another retention rule was put in force meanwhile; what is erased stays erased; try"
              + " again");
    }
    Optional<Instant> end = rule.end(of, now);
    if (end.isEmpty()) {
      return new Done(0, Optional.empty());
    }
    List<LogEntryRow> page =
        transaction.rows().entriesWithDetail(log.number(), of.code(), from, AT_ONCE);
    List<Long> over =
        page.stream().filter(row -> isOver(row, end.get())).map(LogEntryRow::index).toList();
    if (!over.isEmpty()) {
      transaction.rows().deleteLogDetails(log.number(), over);
      tell(transaction, over, end.get());
    }
    return new Done(over.size(), next(page, end.get()));
  }

  /** The class that a row claims is not believed: its entry says which it is. */
  private boolean isOver(LogEntryRow row, Instant end) {
    return RetentionClass.of(entry(row).event()) == of && isBefore(row, end);
  }

  private static boolean isBefore(LogEntryRow row, Instant end) {
    return entry(row).stamp().time().isBefore(end);
  }

  private static Entry entry(LogEntryRow row) {
    return Entry.parse(row.leaf().toArray());
  }

  /** Times rise with the index, but for small differences of nodes' clocks. */
  private static Optional<Long> next(List<LogEntryRow> page, Instant end) {
    boolean more = page.size() == AT_ONCE && page.stream().anyMatch(row -> isBefore(row, end));
    return more ? Optional.of(page.get(page.size() - 1).index() + 1) : Optional.empty();
  }

  private void tell(LedgerTransaction transaction, List<Long> over, Instant end) {
    ErasureOrder order =
        new ErasureOrder(
            log.origin(),
            ErasureGround.EXPIRY,
            over.size(),
            Optional.of(new ErasureOrder.Expired(of, end)));
    PayloadRow text = Founding.payload(Bytes.wrap(order.text()));
    transaction.rows().putPayload(text);
    transaction.append(
        draft
            .publishing(text.sha256())
            .about(new IndexRange(over.get(0), over.get(over.size() - 1)))
            .with("ground", order.ground().text())
            .with("class", of.text()));
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}
