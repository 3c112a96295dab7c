package org.patientvault.internal.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;

/**
 * Newest revisions that were fetched in one go for all units of a batch. Only what stands there
 * still is kept: who changes a record in the same transaction drops it. For one transaction.
 */
final class Ahead {
  private final List<RecordPlace> places;
  private final Map<RecordPlace, HeadRow> heads = new HashMap<>();

  Ahead(Collection<RecordPlace> places) {
    this.places = List.copyOf(places);
  }

  /** What to fetch. */
  List<RecordPlace> places() {
    return places;
  }

  void found(HeadRow head) {
    heads.put(new RecordPlace(head.revision().patient(), head.revision().record()), head);
  }

  Collection<HeadRow> heads() {
    return List.copyOf(heads.values());
  }

  void drop(RecordPlace place) {
    heads.remove(place);
  }

  /** Every record of a patient, whose key or tombstone changes. */
  void drop(PatientRef patient) {
    heads.keySet().removeIf(place -> place.patient().equals(patient));
  }

  Optional<HeadRow> head(PatientRef patient, RecordRef record) {
    return heads.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(heads.get(new RecordPlace(patient, record)));
  }
}
