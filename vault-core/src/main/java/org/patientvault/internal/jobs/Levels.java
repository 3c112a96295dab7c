package org.patientvault.internal.jobs;

import java.util.Optional;
import org.patientvault.internal.crypto.KeysetName;
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
      case ROOT -> throw notAJob();
      case PATIENT_WRAP, DETAIL_WRAP, INDEX_SEAL, INDEX_PATIENT, INDEX_RECORD, STATE_MAC ->
          Optional.of(KeysetName.parse(level.text()));
    };
  }

  /** The rows under it; {@code shard} and {@code begunBy} name the entry that began the job. */
  Rework rework(KeyLevel level, int shard, long begunBy) {
    return switch (level) {
      case ROOT -> throw notAJob();
      case PATIENT_WRAP -> new PatientKeyRewrap(parts);
      case PATIENTS -> new Reencryption(parts, shard, begunBy);
      case DETAIL_WRAP, INDEX_SEAL, INDEX_PATIENT, INDEX_RECORD, STATE_MAC ->
          throw new AssertionError("not yet " + level + begunBy);
    };
  }

  private static VaultException notAJob() {
    return new VaultException.InvalidInput("the root is renewed at once, not by a job");
  }
}
