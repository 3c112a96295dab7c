package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.patientvault.audit.Entry;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.RowDigests;
import org.patientvault.internal.sealing.KeyStates;
import org.patientvault.internal.sealing.PatientIndex;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.PatientIndexRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/** Holds patient keys and patient index rows against the entries that committed them together. */
final class KeysCheck {
  private final VaultId vault;
  private final VaultKeys keys;
  private final PatientIndex index;
  private final RecordsCheck check;
  private final Map<Long, List<Bytes>> byEntry = new TreeMap<>();

  /** The digests of the rows whose keys were destroyed, as the log tells. */
  private final Set<Bytes> destroyed = new HashSet<>();

  /** By entry, and then by the id that orders them in it. */
  private final Map<Long, SortedMap<Bytes, Bytes>> identifiers = new TreeMap<>();

  KeysCheck(VaultId vault, VaultKeys keys, RecordsCheck check) {
    this.vault = vault;
    this.keys = keys;
    this.index = new PatientIndex(keys.index(IndexName.PATIENT));
    this.check = check;
  }

  void run(ReadView snapshot) {
    destroyed.addAll(check.destroyedKeys(snapshot));
    Map<PatientRef, Integer> current = new HashMap<>();
    snapshot.streamPatientKeys(row -> current.merge(row.patient(), row.version(), Math::max));
    snapshot.streamPatientKeys(
        row -> {
          key(row, Objects.equals(current.get(row.patient()), row.version()));
          reserved(snapshot, row);
        });
    underOlderKeys(snapshot);
    snapshot.streamPatientIndex(this::indexed);
    identifiers.forEach((entry, ordered) -> ordered.values().forEach(one -> add(entry, one)));
    byEntry.forEach((entry, digests) -> compare(snapshot, entry, digests));
  }

  private void key(KeyRow row, boolean current) {
    check.looked();
    String where =
        "patient="
            + row.patient()
            + " version="
            + row.version()
            + " entry="
            + at(row.logShard(), row.logIndex());
    Bytes digest = RowDigests.patientKey(vault, row.patient(), row.version(), row.commitment());
    if (destroyed.contains(digest)) {
      destroyed(row, where);
    } else {
      standing(row, current, where);
    }
    check.inShard("KEY CHANGED " + where, row.logShard());
    add(check.places().of(row.logShard(), row.logIndex()), digest);
  }

  /** The log says that this key was destroyed: the row stays for its commitment, without a key. */
  private void destroyed(KeyRow row, String where) {
    if (row.state() != KeyStates.DESTROYED) {
      check.found("KEY CHANGED " + where + " (state=" + row.state() + ", destroyed)");
    } else if (row.wrapped().size() > 0) {
      check.found("KEY CHANGED " + where + " (a key in the place of a destroyed one)");
    }
  }

  private void standing(KeyRow row, boolean current, String where) {
    try {
      PatientKey key = keys.patientWrap().unwrap(row.patient(), row.version(), row.wrapped());
      if (!keys.patientWrap().commitment(row.patient(), key).equals(row.commitment())) {
        check.found("KEY CHANGED " + where);
      }
    } catch (VaultException.Tampered e) {
      check.found("KEY CHANGED " + where);
    }
    if (row.state() != (current ? KeyStates.ACTIVE : KeyStates.DECRYPT_ONLY)) {
      check.found("KEY CHANGED " + where + " (state=" + row.state() + ")");
    }
  }

  /** While a job gives records another key, some are under the one before. */
  private void underOlderKeys(ReadView snapshot) {
    boolean meanwhile = check.isUnproven(KeyLevel.PATIENTS);
    long older = snapshot.countRevisionsUnderOlderKeys();
    if (older > 0 && !meanwhile) {
      check.found("ROWS PUT BACK revisions under replaced keys=" + older);
    }
  }

  /**
   * Founding committed the key of one subject; that is the one to whom what has no patient belongs.
   */
  private void reserved(ReadView snapshot, KeyRow row) {
    boolean founding = check.places().of(row.logShard(), row.logIndex()) == Founding.RESERVED_INDEX;
    if (row.version() > 1) {
      return;
    }
    boolean named =
        snapshot.meta(Founding.RESERVED).filter(row.patient().value()::equals).isPresent();
    if (founding != named) {
      check.found("RESERVED SUBJECT CHANGED patient=" + row.patient());
    }
  }

  private void indexed(PatientIndexRow row) {
    check.looked();
    String where =
        "table=patient_index tag="
            + row.tag().hex()
            + " entry="
            + at(row.logShard(), row.logIndex());
    check.inShard("INDEX CHANGED " + where, row.logShard());
    if (!check.isCurrent(row.prf(), IndexName.PATIENT)) {
      check.found("INDEX CHANGED " + where + " (prf=" + row.prf() + ")");
    }
    try {
      PatientIndex.Target target = index.target(row);
      identifiers
          .computeIfAbsent(
              check.places().of(row.logShard(), row.logIndex()), each -> new TreeMap<>())
          .put(target.id(), RowDigests.patientIndex(vault, target.id(), target.patient()));
    } catch (VaultException.Tampered e) {
      check.found("INDEX MOVED " + where);
    }
  }

  private String at(int shard, long index) {
    return check.places().text(shard, index);
  }

  private void add(long entry, Bytes digest) {
    byEntry.computeIfAbsent(entry, e -> new ArrayList<>()).add(digest);
  }

  private void compare(ReadView snapshot, long at, List<Bytes> digests) {
    check.commits(at);
    Entry entry = check.entry(snapshot, at).orElse(null);
    if (entry != null && check.lists().lists(entry)) {
      listed(at, check.lists().of(snapshot, at, entry), Set.copyOf(digests));
      return;
    }
    Bytes committed = entry == null ? null : entry.digest();
    if (committed == null || !committed.equals(RowDigests.together(digests))) {
      check.found(
          "KEY OR INDEX CHANGED entry=" + check.places().text(at) + " rows=" + digests.size());
    }
  }

  /** Each row that an entry lists is there: without its newest key a patient has the one before. */
  private void listed(long at, Set<Bytes> all, Set<Bytes> found) {
    Set<Bytes> listed = check.erasedPatients().without(all);
    if (!listed.containsAll(found)) {
      check.found(
          "KEY OR INDEX CHANGED entry=" + check.places().text(at) + " rows=" + found.size());
    } else if (found.size() < listed.size()) {
      check.found(
          "DELETED key rows entry="
              + check.places().text(at)
              + " rows="
              + (listed.size() - found.size()));
    }
  }
}
