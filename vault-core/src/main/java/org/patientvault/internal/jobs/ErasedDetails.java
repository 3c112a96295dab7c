package org.patientvault.internal.jobs;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.patientvault.audit.DetailVerdict;
import org.patientvault.audit.Entry;
import org.patientvault.audit.ErasureOrder;
import org.patientvault.audit.ErasureOrders;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Tells details and pseudonyms that were erased from those that are missing. An erasure stands
 * behind what it erased, so what is gone is noted on the way and judged at the end.
 */
final class ErasedDetails {
  private final RecordsCheck check;
  private final String origin;
  private final ErasureOrders orders = new ErasureOrders();
  private final TreeSet<Long> missing = new TreeSet<>();
  private final Map<Bytes, Long> unknown = new HashMap<>();

  ErasedDetails(RecordsCheck check, String origin) {
    this.check = check;
    this.origin = origin;
  }

  /** To be told every entry that erases. */
  void take(ReadView snapshot, long index, Entry entry) {
    boolean erases = entry.event() == EventCode.ERASE || entry.event() == EventCode.EXPIRE;
    Bytes named = entry.payload();
    if (!erases || named == null) {
      return;
    }
    try {
      snapshot
          .payload(named)
          .map(text -> ErasureOrder.parse(text.body().toArray()))
          .filter(order -> order.origin().equals(origin))
          .ifPresent(order -> orders.add(index, entry, order));
    } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
      check.found("ERASURE CHANGED entry=" + index);
    }
  }

  void missing(long index) {
    missing.add(index);
  }

  /** Nobody is known by this pseudonym; only the first index of it counts. */
  void unknown(Bytes pseudonym, long index) {
    unknown.putIfAbsent(pseudonym, index);
  }

  void report(ReadView snapshot) {
    for (long index : missing) {
      boolean erased =
          snapshot
              .logEntry(check.shard(), index)
              .flatMap(RecordsCheck::parse)
              .map(entry -> orders.erased(index, entry))
              .orElse(false);
      if (!erased) {
        check.found("DETAIL MISSING index=" + index);
      }
    }
    unknown.forEach(
        (pseudonym, index) -> {
          if (!orders.isErased(pseudonym)) {
            check.found("SUBJECT MISSING pseudonym=" + pseudonym.hex() + " index=" + index);
          }
        });
    orders.verdicts().stream()
        .filter(each -> !(each instanceof DetailVerdict.Erased))
        .forEach(each -> check.found(each.line()));
  }
}
