package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.sealing.RecordFetcher;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RecordIndexRow;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;

/**
 * Records that stand next to each other, as one snapshot has them, with all that it takes to seal
 * them again: every revision of each, their patients' keys, and what tells their types.
 */
record RecordPage(
    List<List<RevisionRow>> records, List<KeyRow> keys, Map<PatientRef, RecordTypes> types) {
  /** Large documents: no more than some pages of these are in memory. */
  private static final long MOST_BYTES = 4 << 20;

  /**
   * Fetches the records behind this one; none at the end.
   *
   * @param known types of a patient's records whose first ones were on the page before
   */
  static RecordPage behind(
      ReadView rows,
      Bytes patient,
      Bytes record,
      int limit,
      RecordFetcher fetcher,
      @Nullable RecordTypes known) {
    List<List<RevisionRow>> records = whole(rows, patient, record, limit);
    if (records.isEmpty()) {
      return new RecordPage(records, List.of(), Map.of());
    }
    PatientRef first = records.get(0).get(0).patient();
    PatientRef last = records.get(records.size() - 1).get(0).patient();
    Map<PatientRef, RecordTypes> types = new HashMap<>();
    if (known != null && known.isOf(first)) {
      types.put(first, known);
    }
    if (!types.containsKey(last)) {
      Map<PatientRef, List<RecordIndexRow>> byPatient = new HashMap<>();
      for (RecordIndexRow row : rows.recordIndexBetween(first, last)) {
        byPatient.computeIfAbsent(row.patient(), each -> new ArrayList<>()).add(row);
      }
      byPatient.forEach(
          (each, index) -> types.putIfAbsent(each, new RecordTypes(fetcher, each, index)));
    }
    return new RecordPage(records, rows.patientKeysBetween(first, last), types);
  }

  private static List<List<RevisionRow>> whole(
      ReadView rows, Bytes patient, Bytes record, int limit) {
    List<RevisionRow> found = rows.revisionsBehind(patient, record, limit, MOST_BYTES);
    List<List<RevisionRow>> records = new ArrayList<>();
    for (RevisionRow row : found) {
      List<RevisionRow> last = records.isEmpty() ? null : records.get(records.size() - 1);
      if (last == null || !last.get(0).record().equals(row.record())) {
        last = new ArrayList<>();
        records.add(last);
      }
      last.add(row);
    }
    if (!found.isEmpty()) {
      // The last one may have been cut.
      RevisionRow cut = found.get(found.size() - 1);
      records.set(records.size() - 1, rows.revisions(cut.patient(), cut.record()));
    }
    return records;
  }

  /** The last record's newest revision. */
  RevisionRow last() {
    List<RevisionRow> record = records.get(records.size() - 1);
    return record.get(record.size() - 1);
  }
}
