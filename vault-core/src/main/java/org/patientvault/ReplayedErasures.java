package org.patientvault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.patientvault.audit.PatientErasure;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.RowDigests;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.sealing.PatientIndex;
import org.patientvault.internal.store.ErasureRows;
import org.patientvault.internal.store.PatientIndexRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.WriteView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultId;

/** Erases again, in a vault that is put back, whoever was erased since the backup was taken. */
final class ReplayedErasures {
  private final VaultId vault;
  private final List<RegisteredErasures.Registered> erasures;
  private final Map<PatientRef, List<PatientIndexRow>> identifiers = new HashMap<>();
  private final Map<PatientRef, Map<Shard, Set<Bytes>>> names = new HashMap<>();

  private ReplayedErasures(VaultId vault, List<RegisteredErasures.Registered> erasures) {
    this.vault = vault;
    this.erasures = List.copyOf(erasures);
  }

  /** Looks for all that is to be erased. */
  static ReplayedErasures of(
      ReadView rows,
      VaultId vault,
      VaultKeys keys,
      List<LogBooks> logs,
      List<RegisteredErasures.Registered> erasures) {
    ReplayedErasures replay = new ReplayedErasures(vault, erasures);
    Set<PatientRef> patients =
        erasures.stream().map(each -> each.certificate().patient()).collect(Collectors.toSet());
    replay.findIdentifiers(rows, new PatientIndex(keys.index(IndexName.PATIENT)), patients);
    for (PatientRef patient : patients) {
      replay.names.put(patient, PatientNames.of(rows, logs, patient, replay.identifiers(patient)));
    }
    return replay;
  }

  private void findIdentifiers(ReadView rows, PatientIndex index, Set<PatientRef> patients) {
    if (patients.isEmpty()) {
      return;
    }
    rows.streamPatientIndex(
        row -> {
          PatientRef patient = index.target(row).patient();
          if (patients.contains(patient)) {
            identifiers.computeIfAbsent(patient, each -> new ArrayList<>()).add(row);
          }
        });
  }

  private List<PatientIndexRow> identifiers(PatientRef patient) {
    return identifiers.getOrDefault(patient, List.of());
  }

  /** Erases; gives how many of the patients were there. */
  int run(LedgerTransaction transaction, EntryDraft draft) {
    int there = 0;
    for (RegisteredErasures.Registered each : erasures) {
      there += erase(transaction, draft, each) ? 1 : 0;
    }
    return there;
  }

  private boolean erase(
      LedgerTransaction transaction, EntryDraft draft, RegisteredErasures.Registered erasure) {
    PatientRef patient = erasure.certificate().patient();
    WriteView rows = transaction.rows();
    List<Bytes> keys =
        rows.patientKeys(patient).stream()
            .map(
                key -> RowDigests.patientKey(vault, key.patient(), key.version(), key.commitment()))
            .toList();
    ErasureRows.Deleted deleted =
        rows.erasing()
            .deletePatient(
                patient, identifiers(patient).stream().map(PatientIndexRow::tag).toList());
    if (rows.erasures().pending(patient).isPresent()) {
      rows.erasing().deletePending(patient);
    }
    // A hold of the time of the backup was released before the erasure: none is erased under one.
    if (rows.erasures().hold(patient).isPresent()) {
      rows.erasing().deleteHold(patient);
    }
    // One that no entry tells of: KnownErasures.
    rows.erasing().deleteTombstone(patient);
    PatientErasure.Told before = erasure.told();
    PatientErasure.Told told =
        new PatientErasure.Told(
            before.ground(),
            before.at(),
            before.asked(),
            new PatientErasure.Counts(
                deleted.records(), deleted.revisions(), deleted.identifiers()),
            keys,
            before.left());
    new ErasureEntries(transaction, draft.with("patient", patient.toString()))
        .tell(
            patient,
            erasure.number(),
            erasure.certificate().salt(),
            names.getOrDefault(patient, Map.of()),
            told);
    return !keys.isEmpty();
  }
}
