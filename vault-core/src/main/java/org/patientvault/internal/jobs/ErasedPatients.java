package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.PatientErasure;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** Whose rows are lawfully gone, as the log says. */
final class ErasedPatients {
  /** Pseudonyms by the log that gave them. */
  private final Map<String, Set<Bytes>> byLog = new HashMap<>();

  private final Set<Bytes> keys = new HashSet<>();
  private final List<Told> told = new ArrayList<>();

  /** An entry that tells of a whole erasure, and where it stands. */
  record Told(long place, PatientErasure erasure) {}

  private ErasedPatients() {}

  static ErasedPatients of(ReadView snapshot, List<LogPlaces.Placed> erasures) {
    ErasedPatients erased = new ErasedPatients();
    for (LogPlaces.Placed each : erasures) {
      text(snapshot, each.entry())
          .ifPresent(text -> erased.add(each.place(), each.entry().subject(), text));
    }
    return erased;
  }

  /** The text of an entry, if it tells of a patient's erasure. */
  static Optional<PatientErasure> text(ReadView snapshot, Entry entry) {
    return entry.event() == EventCode.ERASE
        ? Optional.ofNullable(entry.payload())
            .flatMap(snapshot::payload)
            .flatMap(ErasedPatients::parsed)
        : Optional.empty();
  }

  private static Optional<PatientErasure> parsed(PayloadRow text) {
    if (!Founding.payload(text.body()).equals(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(PatientErasure.parse(text.body().toArray()));
    } catch (VaultException.InvalidInput | VaultException.LimitExceeded e) {
      return Optional.empty();
    }
  }

  private void add(long place, @Nullable Bytes pseudonym, PatientErasure erasure) {
    if (pseudonym != null) {
      byLog.computeIfAbsent(erasure.origin(), log -> new HashSet<>()).add(pseudonym);
    }
    erasure.told().ifPresent(all -> keys.addAll(all.keys()));
    if (erasure.told().isPresent()) {
      told.add(new Told(place, erasure));
    }
  }

  /** Whether the rows that an entry of this log committed went with its patient. */
  boolean isErased(String origin, Entry entry) {
    Bytes subject = entry.subject();
    return subject != null && byLog.getOrDefault(origin, Set.of()).contains(subject);
  }

  /** The digests of key rows that are not gone by right. */
  Set<Bytes> without(Set<Bytes> digests) {
    Set<Bytes> left = new HashSet<>(digests);
    left.removeAll(keys);
    return left;
  }

  /** Every erasure, in the order of the log. */
  List<Told> told() {
    return List.copyOf(told);
  }
}
