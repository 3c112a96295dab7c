package org.patientvault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Entry;
import org.patientvault.internal.documents.Owner;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.sealing.Fingerprint;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RecordPlace;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordRef;

/**
 * Says of rows whether their records are in the vault, and hold the same: by the keyed fingerprint
 * of what was written whole. Opens nothing.
 */
final class StandingRecords {
  private static final int KNOWN = 100_000;

  private final Access access;
  private final Engine engine;
  private final EntryDraft query;
  private final Cache<PatientIdentifier, PatientRef> known =
      Caffeine.newBuilder().maximumSize(KNOWN).build();

  /** How a row's record stands. */
  enum Standing {
    MISSING,
    SAME,
    /** It holds what the row held before it was changed. */
    OLDER,
    /** It held what the row holds, and was changed in the vault since. */
    AMENDED,
    /** It never held what the row holds, and somebody else wrote it last: both were changed. */
    BOTH_CHANGED
  }

  /** {@code query}: what the log says of a look that fails. */
  StandingRecords(Access access, EntryDraft query) {
    this.access = access;
    this.engine = access.engine;
    this.query = query;
  }

  Standing of(Incoming row) {
    return of(List.of(row)).get(0);
  }

  /** In the order of {@code page}, from one snapshot. */
  List<Standing> of(List<Incoming> page) {
    return access.logged(query, () -> engine.store.read(rows -> standing(rows, page)));
  }

  private List<Standing> standing(ReadView rows, List<Incoming> page) {
    List<Optional<RecordKey>> keys =
        page.stream().map(row -> patient(rows, row.owner()).map(row::keyOf)).toList();
    Map<RecordKey, RecordRef> records =
        engine.fetcher.findAll(rows, keys.stream().flatMap(Optional::stream).toList());
    Map<RecordPlace, RevisionRow> heads = rows.records().heads(places(records));
    List<Standing> found = new ArrayList<>(page.size());
    for (int i = 0; i < page.size(); i++) {
      Incoming row = page.get(i);
      found.add(
          keys.get(i)
              .flatMap(key -> Optional.ofNullable(records.get(key)).map(ref -> place(key, ref)))
              .map(place -> standing(rows, place, heads.get(place), row))
              .orElse(Standing.MISSING));
    }
    return found;
  }

  private static List<RecordPlace> places(Map<RecordKey, RecordRef> records) {
    return records.entrySet().stream().map(each -> place(each.getKey(), each.getValue())).toList();
  }

  private static RecordPlace place(RecordKey key, RecordRef record) {
    return new RecordPlace(key.patient(), record);
  }

  private Standing standing(
      ReadView rows, RecordPlace place, @Nullable RevisionRow head, Incoming row) {
    Bytes fingerprint = Fingerprint.of(engine.keys, row.keyOf(place.patient()), row.fields());
    if (head != null && holds(head, fingerprint)) {
      return Standing.SAME;
    }
    if (rows.revisions(place.patient(), place.record()).stream()
        .anyMatch(each -> holds(each, fingerprint))) {
      return Standing.AMENDED;
    }
    return head == null || isWrittenAsNow(rows, head) ? Standing.OLDER : Standing.BOTH_CHANGED;
  }

  /** Whether the revision is of a run like this one: in its role, and for its purpose. */
  private boolean isWrittenAsNow(ReadView rows, RevisionRow head) {
    return rows.logEntry(head.logShard(), head.logIndex())
        .map(row -> Entry.parse(row.leaf().toArray()))
        .filter(entry -> access.purpose.equals(entry.purpose()))
        .filter(entry -> access.actor.role().equals(entry.role()))
        .isPresent();
  }

  private static boolean holds(RevisionRow row, Bytes fingerprint) {
    return RecordBody.read(row.body()).fingerprint().equals(fingerprint);
  }

  private Optional<PatientRef> patient(ReadView rows, Owner owner) {
    if (!(owner instanceof Owner.Patient named)) {
      return Optional.of(engine.reserved);
    }
    PatientRef met = known.getIfPresent(named.identifier());
    if (met != null) {
      return Optional.of(met);
    }
    Optional<PatientRef> found = engine.patients.find(rows, named.identifier());
    found.ifPresent(patient -> known.put(named.identifier(), patient));
    return found;
  }
}
