package org.patientvault;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.PatientErasure;
import org.patientvault.audit.RequestKind;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.RowDigests;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.ErasureRows;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.PendingErasureRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.TombstoneRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * Erases a patient: keys, records, index rows, all at once; leaves a tombstone, and entries that
 * say what went. Gives the tombstone.
 */
final class ErasePatientUnit implements Unit<TombstoneRow> {
  private final Engine engine;
  private final ErasurePreparation prepared;
  private final ErasureBackups backups;
  private final Instant now;
  private final Optional<String> request;
  private final EntryDraft draft;

  /**
   * What backups that were made may still hold, and until when.
   *
   * @param since where the log ended before they were looked at
   */
  record ErasureBackups(
      BackupsSince since, long count, Optional<Instant> until, List<String> elsewhere) {}

  ErasePatientUnit(
      Engine engine,
      ErasurePreparation prepared,
      ErasureBackups backups,
      Instant now,
      Optional<String> request,
      EntryDraft draft) {
    this.engine = engine;
    this.prepared = prepared;
    this.backups = backups;
    this.now = now;
    this.request = request;
    this.draft = draft;
  }

  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public TombstoneRow run(LedgerTransaction transaction) {
    PatientRef patient = prepared.patient();
    StateSeal seal = new StateSeal(engine.id, engine.keys.stateMac());
    seal.verify(transaction.state(), transaction.rows());
    ErasurePreparation.checkErasable(engine, transaction, patient);
    backups.since().checkNone(transaction);
    Bytes pseudonym = transaction.pseudonym(patient);
    PatientInLog log = prepared.since(transaction, pseudonym);
    PendingErasureRow asked = due(transaction.rows());
    EntryDraft agreed = agreed(transaction, patient, asked);
    List<Bytes> keys = transaction.rows().patientKeys(patient).stream().map(this::digest).toList();
    ErasureRows.Deleted deleted =
        transaction.rows().erasing().deletePatient(patient, prepared.identifiers(transaction, log));
    transaction.rows().erasing().deletePending(patient);
    PatientErasure.Told told =
        new PatientErasure.Told(
            ErasureGround.named(asked.ground()).orElseThrow(),
            now,
            Instant.ofEpochMilli(asked.askedMillis()),
            new PatientErasure.Counts(
                deleted.records(), deleted.revisions(), deleted.identifiers()),
            keys,
            new PatientErasure.Left(
                log.details(), backups.count(), backups.until(), backups.elsewhere()));
    int number = Math.toIntExact(1 + log.erasures());
    TombstoneRow tombstone =
        new ErasureEntries(transaction, agreed)
            .tell(patient, number, salt(engine.random), prepared.names(), told);
    transaction.putState(seal.sealed(transaction.state().withPatients(), transaction.rows()));
    return tombstone;
  }

  private EntryDraft agreed(
      LedgerTransaction transaction, PatientRef patient, PendingErasureRow asked) {
    ErasureGround ground = ErasureGround.named(asked.ground()).orElseThrow();
    return Approval.demand(
        engine,
        transaction,
        RequestKind.PATIENT_ERASE,
        RequestParameters.patient(patient, ground),
        request,
        draft);
  }

  /** What was asked; under the state's seal, like the holds. */
  private PendingErasureRow due(ReadView rows) {
    PendingErasureRow asked =
        rows.erasures()
            .pending(prepared.patient())
            .orElseThrow(
                () ->
                    new VaultException.NotFound(
                        "no erasure of this patient was asked for; ask first, and erase after the"
                            + " cooling-off period"));
    Instant due = Instant.ofEpochMilli(asked.dueMillis());
    if (now.isBefore(due)) {
      throw new VaultException.Refused(
          "the cooling-off period of this erasure ends at " + due + "; nothing was erased");
    }
    return asked;
  }

  private Bytes digest(KeyRow key) {
    return RowDigests.patientKey(engine.id, key.patient(), key.version(), key.commitment());
  }

  private static Bytes salt(SecureRandom random) {
    byte[] salt = new byte[PatientErasure.SALT_BYTES];
    random.nextBytes(salt);
    return Bytes.wrap(salt);
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}
