package org.patientvault.internal.jobs;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.patientvault.internal.crypto.PatientKeyWrap;
import org.patientvault.internal.sealing.FetchedKeys;
import org.patientvault.internal.sealing.RecordResealer;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldClass;
import org.patientvault.model.GroupName;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;

/**
 * Counts what a key, or what stands below it, protects: patients, and records by type and by class.
 * The class of a value is told by its place; no value is opened. What was changed so that it cannot
 * be told is counted as that. For one thread.
 */
public final class Exposed {
  /** Of what somebody changed, so that it cannot be told what it is. */
  public static final String UNKNOWN = "?";

  private static final int PAGE = 500;
  private static final Bytes START = Bytes.of(new byte[0]);

  private final JobParts.Records parts;
  private final PatientKeyWrap wrap;
  private final Function<RecordType, Map<GroupName, Set<FieldClass>>> classes;
  private final Map<RecordType, Map<GroupName, Set<FieldClass>>> known =
      new TreeMap<>(Comparator.comparing(RecordType::value));
  private final SortedMap<String, Long> byType = new TreeMap<>();
  private final SortedMap<String, Long> byClass = new TreeMap<>();
  private long records;
  private long revisions;

  /** What was counted; of a class the records that have a value of it. */
  public record Counts(
      long patients,
      long records,
      long revisions,
      long identifiers,
      SortedMap<String, Long> byType,
      SortedMap<String, Long> byClass) {}

  public Exposed(JobParts parts, Function<RecordType, Map<GroupName, Set<FieldClass>>> classes) {
    this.parts = parts.records();
    this.wrap = parts.keys().patientWrap();
    this.classes = classes;
  }

  /**
   * Counts in one snapshot; takes about as long as reading it.
   *
   * @param reserved whom what has no patient belongs to: no patient
   * @param version of patients' keys; any, for other levels
   */
  public Counts count(ReadView rows, KeyLevel level, int version, PatientRef reserved) {
    boolean one = level == KeyLevel.PATIENTS;
    boolean all = level == KeyLevel.ROOT || level == KeyLevel.PATIENT_WRAP;
    boolean named = level == KeyLevel.ROOT || level == KeyLevel.INDEX_SEAL;
    if (one || all) {
      eachRecord(rows, one ? version : 0);
    } else if (level == KeyLevel.INDEX_SEAL || level == KeyLevel.INDEX_RECORD) {
      records = rows.countRecords();
    }
    long patients = all ? rows.countPatients() - 1 : one ? having(rows, version, reserved) : 0;
    boolean found = named || level == KeyLevel.INDEX_PATIENT;
    return new Counts(
        patients, records, revisions, found ? rows.countPatientIndex() : 0, byType, byClass);
  }

  private static long having(ReadView rows, int version, PatientRef reserved) {
    long[] count = {0};
    rows.streamPatientKeys(
        row -> count[0] += row.version() == version && !row.patient().equals(reserved) ? 1 : 0);
    return count[0];
  }

  private void eachRecord(ReadView rows, int version) {
    Bytes patient = START;
    Bytes record = START;
    RecordTypes last = null;
    while (true) {
      RecordPage page = RecordPage.behind(rows, patient, record, PAGE, parts.fetcher(), last);
      if (page.records().isEmpty()) {
        return;
      }
      page(page, version);
      patient = page.last().patient().value();
      record = page.last().record().value();
      last = page.types().get(page.last().patient());
    }
  }

  private void page(RecordPage page, int version) {
    Set<PatientRef> having = new HashSet<>();
    page.keys().stream()
        .filter(row -> version == 0 || row.version() == version)
        .map(KeyRow::patient)
        .forEach(having::add);
    FetchedKeys keys = new FetchedKeys(wrap, page.keys());
    page.records().stream()
        .filter(each -> having.contains(each.get(0).patient()))
        .forEach(each -> record(page, keys, each));
  }

  private void record(RecordPage page, FetchedKeys keys, List<RevisionRow> rows) {
    records++;
    revisions += rows.size();
    RevisionRow any = rows.get(0);
    Optional<RecordType> type =
        Optional.ofNullable(page.types().get(any.patient()))
            .flatMap(types -> types.of(any.record()));
    byType.merge(type.map(RecordType::value).orElse(UNKNOWN), 1L, Long::sum);
    Set<String> found =
        type.map(each -> classes(each, keys, rows)).orElseGet(() -> Set.of(UNKNOWN));
    found.forEach(each -> byClass.merge(each, 1L, Long::sum));
  }

  private Set<String> classes(RecordType type, FetchedKeys keys, List<RevisionRow> rows) {
    Map<GroupName, Set<FieldClass>> ofGroups = known.computeIfAbsent(type, classes);
    RecordResealer resealer = parts.resealer();
    try {
      RecordResealer.Rows record =
          new RecordResealer.Rows(
              type, ofGroups.keySet(), rows.stream().map(resealer::stored).toList());
      Set<String> found = new HashSet<>();
      for (GroupName group : resealer.filled(record, keys)) {
        ofGroups.getOrDefault(group, Set.of()).forEach(each -> found.add(each.value()));
      }
      return found;
    } catch (VaultException.Tampered e) {
      return Set.of(UNKNOWN);
    }
  }
}
