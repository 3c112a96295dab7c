package org.patientvault.internal.jobs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.patientvault.audit.DetailVerdict;
import org.patientvault.audit.Entry;
import org.patientvault.audit.ErasureOrder;
import org.patientvault.audit.ErasureOrders;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.PatientErasure;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Tells details and pseudonyms that were erased from those that are missing. An erasure stands
 * behind what it erased, so what is gone is noted on the way and judged at the end.
 */
final class ErasedDetails {
  private final RecordsCheck check;
  private final LogBooks books;
  private final ErasureOrders orders = new ErasureOrders();
  private final TreeSet<Long> missing = new TreeSet<>();
  private final Map<Bytes, Long> unknown = new HashMap<>();

  /** Of the entries of one log; those of later logs may have erased them. */
  ErasedDetails(RecordsCheck check, LogBooks books) {
    this.check = check;
    this.books = books;
  }

  private LogPlaces places() {
    return check.places();
  }

  private int number() {
    return books.shard().number();
  }

  /** Takes every entry that erases, of this log and of later ones, as if all were one log. */
  void take(ReadView snapshot) {
    long base = places().of(number(), 0);
    for (LogPlaces.Placed each : check.erasures(snapshot)) {
      if (each.place() >= base) {
        take(snapshot, each, each.place() - base);
      }
    }
  }

  private void take(ReadView snapshot, LogPlaces.Placed erasure, long index) {
    Optional<PayloadRow> text = text(snapshot, erasure.entry());
    Optional<ErasureOrder> order = text.flatMap(ErasedDetails::parsed);
    boolean ofThisLog = places().booksAt(erasure.place()).shard().equals(books.shard());
    boolean ofPatient = ErasedPatients.text(snapshot, erasure.entry()).isPresent();
    if (text.isPresent() && order.isEmpty() && !ofPatient && ofThisLog) {
      check.found("ERASURE CHANGED entry=" + places().text(erasure.place()));
    }
    order
        .filter(each -> each.origin().equals(books.shard().origin()))
        .ifPresent(each -> orders.add(index, erasure.entry(), each));
  }

  private static Optional<PayloadRow> text(ReadView snapshot, Entry entry) {
    return Optional.ofNullable(entry.payload()).flatMap(snapshot::payload);
  }

  /** Empty when it is not the text that it was written as. */
  private static Optional<ErasureOrder> parsed(PayloadRow text) {
    if (!Founding.payload(text.body()).equals(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ErasureOrder.parse(text.body().toArray()));
    } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
      return Optional.empty();
    }
  }

  /** Whether an entry erases what another log knew: it names a pseudonym of that log. */
  boolean isAboutAnotherLog(ReadView snapshot, Entry entry) {
    return entry.event() == EventCode.ERASE
        && text(snapshot, entry)
            .flatMap(ErasedDetails::parsed)
            .map(ErasureOrder::origin)
            .or(() -> ErasedPatients.text(snapshot, entry).map(PatientErasure::origin))
            .filter(origin -> !origin.equals(books.shard().origin()))
            .isPresent();
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
              .logEntry(number(), index)
              .flatMap(RecordsCheck::parse)
              .map(entry -> orders.erased(index, entry))
              .orElse(false);
      if (!erased) {
        check.found("DETAIL MISSING index=" + places().text(number(), index));
      }
    }
    unknown.forEach(
        (pseudonym, index) -> {
          if (!orders.isErased(pseudonym)) {
            check.found(
                "SUBJECT MISSING pseudonym="
                    + pseudonym.hex()
                    + " index="
                    + places().text(number(), index));
          }
        });
    orders.verdicts().stream()
        .filter(each -> !(each instanceof DetailVerdict.Erased))
        .forEach(each -> check.found(each.line()));
  }
}
