package org.patientvault.internal.jobs;

import java.util.List;
import java.util.Optional;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.KeysetName;
import org.patientvault.internal.sealing.PatientIndex;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/** What each level of keys is made of: its keyset, if it has one, and the rows under it. */
public final class Levels {
  private final JobParts parts;

  public Levels(JobParts parts) {
    this.parts = parts;
  }

  /** The keyset whose key is replaced; patients' keys are each their own. */
  Optional<KeysetName> keyset(KeyLevel level) {
    return switch (level) {
      case PATIENTS -> Optional.empty();
      case ROOT, LOG -> throw notAJob();
      case PATIENT_WRAP, DETAIL_WRAP, INDEX_SEAL, INDEX_PATIENT, INDEX_RECORD, STATE_MAC ->
          Optional.of(KeysetName.parse(level.text()));
    };
  }

  /** The rows under it; {@code shard} and {@code begunBy} name the entry that began the job. */
  Rework rework(KeyLevel level, int shard, long begunBy) {
    return switch (level) {
      case ROOT, LOG -> throw notAJob();
      case PATIENT_WRAP -> table(new WrappedPatientKeys(parts.keys().patientWrap()));
      case PATIENTS -> new Reencryption(parts, shard, begunBy);
      case DETAIL_WRAP ->
          table(
              new WrappedLogSubjects(
                  parts.keys().logSubjectWrap(),
                  log -> parts.store().read(rows -> origin(rows, log))));
      case INDEX_PATIENT -> patientIndex();
      case INDEX_RECORD -> recordIndex();
      case INDEX_SEAL -> new OneAfterTheOther(List.of(patientIndex(), recordIndex()));
      case STATE_MAC -> new SealedState(parts);
    };
  }

  private static String origin(ReadView rows, int log) {
    return rows.logHead(log)
        .map(LogHeadRow::origin)
        .orElseThrow(() -> new VaultException.Tampered("the head of a log is gone"));
  }

  private Rework patientIndex() {
    return table(new PatientIndexRows(new PatientIndex(parts.keys().index(IndexName.PATIENT))));
  }

  private Rework recordIndex() {
    return table(new RecordIndexRows(parts.records().fetcher()));
  }

  private <R> Rework table(RowRework.Table<R> table) {
    return new RowRework<>(parts.store(), table);
  }

  private static VaultException notAJob() {
    return new VaultException.InvalidInput(
        "the root and the log's keys are renewed at once, not by a job");
  }
}
