package org.patientvault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.patientvault.audit.Entry;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.LogPlace;
import org.patientvault.internal.store.PatientIndexRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;

/** By which pseudonyms logs know a patient. */
final class PatientNames {
  private PatientNames() {}

  /**
   * By log, the name of now, and those in entries that wrote the patient's rows: a name that was
   * erased is known to nobody, and yet its rows go by right.
   *
   * @param identifiers the patient's
   */
  static Map<Shard, Set<Bytes>> of(
      ReadView rows,
      List<LogBooks> logs,
      PatientRef patient,
      Collection<PatientIndexRow> identifiers) {
    List<LogPlace> places = new ArrayList<>(rows.erasures().written(patient));
    identifiers.forEach(row -> places.add(new LogPlace(row.logShard(), row.logIndex())));
    Map<Shard, Set<Bytes>> names = new LinkedHashMap<>();
    for (LogBooks log : logs) {
      Set<Bytes> known = new LinkedHashSet<>();
      log.pseudonym(rows, patient).ifPresent(known::add);
      places.stream()
          .filter(place -> place.shard() == log.shard().number())
          .flatMap(place -> rows.logEntry(place.shard(), place.index()).stream())
          .flatMap(row -> Optional.ofNullable(Entry.parse(row.leaf().toArray()).subject()).stream())
          .forEach(known::add);
      names.put(log.shard(), known);
    }
    return names;
  }
}
