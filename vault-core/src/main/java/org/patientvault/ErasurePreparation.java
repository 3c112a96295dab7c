package org.patientvault;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.LogHeadRow;
import org.patientvault.internal.store.LogPlace;
import org.patientvault.internal.store.PatientIndexRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * What is to be known of a patient before the transaction that erases, since it takes a look at
 * every identifier and every entry: nobody waits for that.
 *
 * @param identifiers tags of the patient's rows in the index of identifiers
 * @param names by which logs know the patient, or knew the patient when they told of a row
 * @param told by the logs
 * @param newest the log that is written, and how long it was
 */
record ErasurePreparation(
    PatientRef patient,
    List<Bytes> identifiers,
    Map<Shard, Set<Bytes>> names,
    PatientInLog told,
    Shard newest,
    long size) {

  static ErasurePreparation of(Engine engine, ReadView rows, PatientRef patient) {
    List<PatientIndexRow> identifiers = new ArrayList<>();
    rows.streamPatientIndex(
        row -> {
          if (engine.patients.target(row).patient().equals(patient)) {
            identifiers.add(row);
          }
        });
    List<Shard> logs = LogChain.of(rows);
    List<LogBooks> books = logs.stream().map(engine.books()::of).toList();
    Map<Shard, Set<Bytes>> names = PatientNames.of(rows, books, patient, identifiers);
    PatientInLog told = new PatientInLog();
    for (Shard log : logs) {
      Set<Bytes> known = names.getOrDefault(log, Set.of());
      rows.streamEntriesAndDetails(
          log.number(),
          0,
          Long.MAX_VALUE,
          (row, detail) -> told.take(rows, row, known, detail.isPresent()));
    }
    Shard newest = logs.get(logs.size() - 1);
    long size = rows.logHead(newest.number()).map(LogHeadRow::size).orElse(0L);
    List<Bytes> tags = identifiers.stream().map(PatientIndexRow::tag).toList();
    return new ErasurePreparation(patient, tags, names, told, newest, size);
  }

  /**
   * Takes in what was written since, in the erasing transaction.
   *
   * @param pseudonym by which its entries know the patient
   * @throws VaultException.Conflict when the patient got another name meanwhile, or an index row
   *     was moved: prepare again
   */
  PatientInLog since(LedgerTransaction transaction, Bytes pseudonym) {
    if (transaction.shard() != newest.number()) {
      throw VaultException.Conflict.passing("another log was begun meanwhile; try again");
    }
    if (!identifiers.stream().allMatch(tag -> transaction.rows().patientIndex(tag).isPresent())) {
      throw VaultException.Conflict.passing("identifiers were indexed anew meanwhile; try again");
    }
    Set<Bytes> known = new HashSet<>(names.getOrDefault(newest, Set.of()));
    known.add(pseudonym);
    PatientInLog all = told.copy();
    transaction
        .rows()
        .streamEntries(
            newest.number(),
            size,
            Long.MAX_VALUE,
            row ->
                all.take(transaction.rows(), row, known, true)
                    .ifPresent(ErasurePreparation::checkStands));
    transaction
        .drafted()
        .forEach((at, draft) -> all.take(new LogPlace(newest.number(), at), draft, patient));
    return all;
  }

  /** The tags of the patient's rows in the index of identifiers, with those added since. */
  Set<Bytes> identifiers(LedgerTransaction transaction, PatientInLog all) {
    Set<Bytes> tags = new HashSet<>(identifiers);
    if (all.linked().stream().anyMatch(this::isSince)) {
      transaction
          .rows()
          .streamPatientIndex(
              row -> {
                LogPlace place = new LogPlace(row.logShard(), row.logIndex());
                if (isSince(place) && all.linked().contains(place)) {
                  tags.add(row.tag());
                }
              });
    }
    return tags;
  }

  private boolean isSince(LogPlace place) {
    return place.shard() == newest.number() && place.index() >= size;
  }

  private static void checkStands(Entry entry) {
    if (entry.event() == EventCode.ERASE) {
      throw VaultException.Conflict.passing("the log calls the patient anew; try again");
    }
  }

  /**
   * Refuses what must not be erased.
   *
   * @throws VaultException.Erased when it was erased already
   * @throws VaultException.NotFound when there is no such patient
   * @throws VaultException.Refused for the reserved subject, and while a legal hold is on the
   *     patient
   */
  static void checkErasable(Engine engine, LedgerTransaction transaction, PatientRef patient) {
    if (patient.equals(engine.reserved)) {
      throw new VaultException.Refused(
          "what belongs to no patient (practitioners, places) is never erased");
    }
    if (transaction.keyVersion(patient) == 0) {
      throw unknown(patient);
    }
    checkNoHold(transaction.rows(), patient);
  }

  /**
   * Refuses while a legal hold is on the patient; believe it only once the state's seal was
   * checked.
   *
   * @throws VaultException.Refused then
   */
  static void checkNoHold(ReadView rows, PatientRef patient) {
    if (rows.erasures().hold(patient).isPresent()) {
      throw new VaultException.Refused(
          "a legal hold is on this patient; lift it first (patientvault patient hold release)");
    }
  }

  static VaultException.NotFound unknown(PatientRef patient) {
    return new VaultException.NotFound("there is no patient " + patient);
  }
}
