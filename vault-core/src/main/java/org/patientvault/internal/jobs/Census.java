package org.patientvault.internal.jobs;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.sealing.KeyStates;
import org.patientvault.internal.sealing.RecordOpener;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientRef;

/**
 * Counts what is under each key, from the ids that sealed values carry: no key is needed, and no
 * column believed.
 */
public final class Census {
  private final Map<KeyLevel, Map<Integer, Long>> counts = new TreeMap<>();

  /** Values under versions of patients' keys that are not the patients' current ones. */
  private final Map<Integer, Long> olderVersions = new TreeMap<>();

  /** Rows of patients' keys that were destroyed. */
  private final Map<Integer, Long> destroyedVersions = new TreeMap<>();

  private @Nullable PatientRef patient;
  private int current;
  private int newest;

  /** Counts everything in {@code rows}. */
  public Census(ReadView rows) {
    rows.streamPatientKeys(
        row -> {
          if (row.state() == KeyStates.DESTROYED) {
            destroyedVersions.merge(row.version(), 1L, Long::sum);
          } else {
            count(KeyLevel.PATIENT_WRAP, row.wrapped());
            newest = Math.max(newest, row.version());
            olderVersions.put(row.version(), 0L);
          }
        });
    // Superseded keys are kept: that they protect nothing is what is to be seen.
    olderVersions.remove(newest);
    rows.streamRevisions(row -> revision(rows, row));
    rows.streamPatientIndex(
        row -> {
          count(KeyLevel.INDEX_PATIENT, row.prf());
          count(KeyLevel.INDEX_SEAL, row.sealed());
        });
    rows.streamRecordIndex(
        row -> {
          count(KeyLevel.INDEX_RECORD, row.prf());
          count(KeyLevel.INDEX_SEAL, row.sealed());
        });
    for (LogHeadRow head : rows.logHeads()) {
      rows.streamLogSubjects(head.shard(), row -> count(KeyLevel.DETAIL_WRAP, row.sealed()));
      count(KeyLevel.STATE_MAC, head.mac());
    }
    count(KeyLevel.STATE_MAC, rows.theState().mac());
    count(KeyLevel.ROOT, 1, rows.keysets().size());
  }

  private void revision(ReadView rows, RevisionRow row) {
    if (!row.patient().equals(patient)) {
      patient = row.patient();
      current = rows.currentPatientKey(row.patient()).map(KeyRow::version).orElse(0);
    }
    RecordBody body = RecordBody.read(row.body());
    for (RecordBody.Slot slot : body.slots()) {
      if (slot.inline()) {
        int version = RecordOpener.keyVersion(body, slot);
        if (version == current) {
          count(KeyLevel.PATIENTS, version);
        } else {
          olderVersions.merge(version, 1L, Long::sum);
        }
      }
    }
  }

  private void count(KeyLevel level, Bytes sealed) {
    count(level, sealed.size() < 5 ? 0 : ByteBuffer.wrap(sealed.toArray()).getInt(1));
  }

  private void count(KeyLevel level, int key) {
    count(level, key, 1);
  }

  private void count(KeyLevel level, int key, long more) {
    counts.computeIfAbsent(level, each -> new TreeMap<>()).merge(key, more, Long::sum);
  }

  /** How much each key of {@code level} protects; of patients' keys, what current ones do. */
  public long under(KeyLevel level, int key) {
    return counts.getOrDefault(level, Map.of()).getOrDefault(key, 0L);
  }

  /** Tells each version of patients' current keys and how many values are under it. */
  public void eachCurrentVersion(BiConsumer<Integer, Long> told) {
    counts.getOrDefault(KeyLevel.PATIENTS, Map.of()).forEach(told);
  }

  /** Tells each version of patients' keys that were destroyed, and how many of them there were. */
  public void eachDestroyedVersion(BiConsumer<Integer, Long> told) {
    destroyedVersions.forEach(told);
  }

  /** Tells each version of patients' earlier keys and how many values are under it. */
  public void eachOlderVersion(BiConsumer<Integer, Long> told) {
    olderVersions.forEach(told);
  }
}
