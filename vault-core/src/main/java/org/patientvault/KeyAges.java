package org.patientvault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.audit.Entry;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.store.JobRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/** Works out how old keys are, from the jobs that renewed them, and which policy holds for that. */
final class KeyAges {
  static final String CONFIG = "key-policy";

  private KeyAges() {}

  /** Every level, in their order. */
  static List<KeyAge> of(ReadView rows) {
    Instant made = made(rows);
    List<JobRow> jobs = rows.jobs();
    List<KeyAge> ages = new ArrayList<>();
    for (KeyLevel level : KeyLevel.values()) {
      Instant since =
          jobs.stream()
              .filter(job -> job.kind().equals(level.text()) && job.phase().equals("proven"))
              .map(job -> Instant.ofEpochMilli(job.startedMillis()))
              .reduce(made, (earlier, later) -> later);
      ages.add(new KeyAge(level, since, seals(rows, level)));
    }
    return List.copyOf(ages);
  }

  private static Instant made(ReadView rows) {
    return rows.logEntry(LogChain.of(rows).get(0).number(), Founding.GENESIS_INDEX)
        .map(row -> Entry.parse(row.leaf().toArray()).stamp().time())
        .orElseThrow(() -> new VaultException.Tampered("the log's first entry is gone"));
  }

  private static long seals(ReadView rows, KeyLevel level) {
    return switch (level) {
      case PATIENT_WRAP -> rows.countPatientKeys();
      case DETAIL_WRAP -> rows.countLogSubjects();
      case INDEX_SEAL -> rows.countPatientIndex() + rows.countRecords();
      case ROOT, LOG, PATIENTS, INDEX_PATIENT, INDEX_RECORD, STATE_MAC -> 0;
    };
  }

  /**
   * The policy that was set last; the default where none was.
   *
   * @throws VaultException.Tampered when it is not the one that its log entry names
   */
  static KeyPolicy policy(ReadView rows) {
    return LoggedText.newest(rows, CONFIG).map(KeyPolicy::parse).orElseGet(KeyPolicy::defaults);
  }
}
