package org.patientvault;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.Outcome;
import org.patientvault.audit.PatientErasure;
import org.patientvault.audit.RetentionClass;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.LogPlace;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * What the log tells of one patient, and how many erasures it tells of, as far as it was taken in.
 * For one thread.
 */
final class PatientInLog {
  private final Map<RetentionClass, Long> details = new EnumMap<>(RetentionClass.class);
  private final Set<LogPlace> linked = new HashSet<>();
  private long erasures;

  PatientInLog() {}

  private PatientInLog(PatientInLog of) {
    details.putAll(of.details);
    linked.addAll(of.linked);
    erasures = of.erasures;
  }

  /** The same, to take in more. */
  PatientInLog copy() {
    return new PatientInLog(this);
  }

  /**
   * Takes in the next entry; gives it where it is about the patient.
   *
   * @param names by which the entry's log knows the patient
   * @param kept whether the entry's detail, if it has one, is still there
   */
  Optional<Entry> take(ReadView rows, LogEntryRow row, Set<Bytes> names, boolean kept) {
    Entry entry = Entry.parse(row.leaf().toArray());
    if (entry.event() == EventCode.ERASE && entry.outcome() == Outcome.SUCCESS) {
      erasures = Math.max(erasures, number(rows, entry));
    }
    Bytes subject = entry.subject();
    if (subject == null || !names.contains(subject)) {
      return Optional.empty();
    }
    if (kept && entry.detail() != null) {
      count(entry.event());
    }
    link(entry.event(), entry.record() != null, new LogPlace(row.shard(), row.index()));
    return Optional.of(entry);
  }

  private void link(EventCode event, boolean ofRecord, LogPlace place) {
    if (event.isWrite() && !ofRecord) {
      linked.add(place);
    }
  }

  private void count(EventCode event) {
    details.merge(RetentionClass.of(event), 1L, Long::sum);
  }

  private static long number(ReadView rows, Entry entry) {
    return Optional.ofNullable(entry.payload())
        .flatMap(rows::payload)
        .map(PayloadRow::body)
        .map(Bytes::toArray)
        .filter(PatientErasure::claims)
        .map(text -> PatientErasure.parse(text).number())
        .orElse(0L);
  }

  /**
   * Takes in what another unit of the same transaction is about to append.
   *
   * @throws VaultException.Conflict when that must be in the log first
   */
  void take(LogPlace place, EntryDraft draft, PatientRef patient) {
    if (draft.event() == EventCode.ERASE) {
      throw VaultException.Conflict.passing("another erasure is under way; try again");
    }
    if (patient.equals(draft.target().patient())) {
      link(draft.event(), draft.target().record() != null, place);
      count(draft.event());
    }
  }

  /** Entries that gave the patient identifiers after the admission. */
  Set<LogPlace> linked() {
    return linked;
  }

  /** How many details there are of entries about the patient, by class. */
  Map<RetentionClass, Long> details() {
    return details;
  }

  /** The number of the latest erasure; 0 when there was none. */
  long erasures() {
    return erasures;
  }
}
