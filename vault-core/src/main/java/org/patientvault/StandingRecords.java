package org.patientvault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.documents.Owner;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.sealing.Fingerprint;
import org.patientvault.internal.store.ReadView;
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
    AMENDED
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
    return access.logged(
        query,
        () -> engine.store.read(rows -> page.stream().map(row -> standing(rows, row)).toList()));
  }

  private Standing standing(ReadView rows, Incoming row) {
    PatientRef patient = patient(rows, row.owner());
    if (patient == null) {
      return Standing.MISSING;
    }
    RecordKey key = row.keyOf(patient);
    return engine
        .fetcher
        .find(rows, key)
        .map(
            record ->
                standing(rows, patient, record, Fingerprint.of(engine.keys, key, row.fields())))
        .orElse(Standing.MISSING);
  }

  private static Standing standing(
      ReadView rows, PatientRef patient, RecordRef record, Bytes fingerprint) {
    if (rows.headRevision(patient, record).filter(head -> holds(head, fingerprint)).isPresent()) {
      return Standing.SAME;
    }
    return rows.revisions(patient, record).stream().anyMatch(each -> holds(each, fingerprint))
        ? Standing.AMENDED
        : Standing.OLDER;
  }

  private static boolean holds(RevisionRow row, Bytes fingerprint) {
    return RecordBody.read(row.body()).fingerprint().equals(fingerprint);
  }

  private @Nullable PatientRef patient(ReadView rows, Owner owner) {
    if (!(owner instanceof Owner.Patient named)) {
      return engine.reserved;
    }
    PatientRef met = known.getIfPresent(named.identifier());
    if (met == null) {
      Optional<PatientRef> found = engine.patients.find(rows, named.identifier());
      found.ifPresent(patient -> known.put(named.identifier(), patient));
      met = found.orElse(null);
    }
    return met;
  }
}
