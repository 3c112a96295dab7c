package org.patientvault;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.Entry;
import org.patientvault.audit.RetentionClass;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.LogChain;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.store.LogHeadRow;
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
 * @param pseudonyms by which older logs know the patient
 * @param details how many entries about the patient have one, by class
 * @param newest the log that is written, and how long it was
 */
record ErasurePreparation(
    PatientRef patient,
    List<Bytes> identifiers,
    Map<Shard, Bytes> pseudonyms,
    Map<RetentionClass, Long> details,
    Shard newest,
    long size) {

  static ErasurePreparation of(Engine engine, ReadView rows, PatientRef patient) {
    List<Bytes> identifiers = new ArrayList<>();
    rows.streamPatientIndex(
        row -> {
          if (isOf(engine, row, patient)) {
            identifiers.add(row.tag());
          }
        });
    List<Shard> logs = LogChain.of(rows);
    Shard newest = logs.get(logs.size() - 1);
    Map<Shard, Bytes> pseudonyms = new java.util.LinkedHashMap<>();
    Map<RetentionClass, Long> details = new EnumMap<>(RetentionClass.class);
    for (Shard log : logs) {
      Optional<Bytes> pseudonym = engine.books().of(log).pseudonym(rows, patient);
      pseudonym.ifPresent(
          known -> {
            count(rows, log, known, details);
            if (!log.equals(newest)) {
              pseudonyms.put(log, known);
            }
          });
    }
    long size = rows.logHead(newest.number()).map(LogHeadRow::size).orElse(0L);
    return new ErasurePreparation(patient, identifiers, pseudonyms, details, newest, size);
  }

  private static boolean isOf(Engine engine, PatientIndexRow row, PatientRef patient) {
    return engine.patients.target(row).patient().equals(patient);
  }

  private static void count(
      ReadView rows, Shard log, Bytes pseudonym, Map<RetentionClass, Long> details) {
    rows.streamEntriesAndDetails(
        log.number(),
        0,
        Long.MAX_VALUE,
        (row, detail) -> {
          if (detail.isPresent() && EraseDetailsUnit.isAbout(row, pseudonym)) {
            Entry entry = Entry.parse(row.leaf().toArray());
            details.merge(RetentionClass.of(entry.event()), 1L, Long::sum);
          }
        });
  }

  /**
   * Looks at what was written since, in the erasing transaction: counts its details.
   *
   * @throws VaultException.Conflict when the patient got another identifier meanwhile, or an index
   *     row was moved: prepare again
   */
  Map<RetentionClass, Long> since(LedgerTransaction transaction, Bytes pseudonym) {
    if (transaction.shard() != newest.number()) {
      throw VaultException.Conflict.passing("another log was begun meanwhile; try again");
    }
    if (!identifiers.stream().allMatch(tag -> transaction.rows().patientIndex(tag).isPresent())) {
      throw VaultException.Conflict.passing("identifiers were indexed anew meanwhile; try again");
    }
    Map<RetentionClass, Long> all = new EnumMap<>(RetentionClass.class);
    all.putAll(details);
    transaction
        .rows()
        .streamEntries(
            newest.number(),
            size,
            Long.MAX_VALUE,
            row -> {
              if (EraseDetailsUnit.isAbout(row, pseudonym)) {
                Entry entry = Entry.parse(row.leaf().toArray());
                checkNoIdentifier(entry);
                all.merge(RetentionClass.of(entry.event()), 1L, Long::sum);
              }
            });
    return all;
  }

  private static void checkNoIdentifier(Entry entry) {
    if (entry.event().isWrite() && entry.record() == null) {
      throw VaultException.Conflict.passing("the patient got an identifier meanwhile; try again");
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
    if (transaction.rows().erasures().hold(patient).isPresent()) {
      throw new VaultException.Refused(
          "a legal hold is on this patient; lift it first (patientvault patient hold release)");
    }
  }

  static VaultException.NotFound unknown(PatientRef patient) {
    return new VaultException.NotFound("there is no patient " + patient);
  }
}
