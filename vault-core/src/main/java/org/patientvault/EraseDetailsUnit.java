package org.patientvault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.Entry;
import org.patientvault.audit.ErasureGround;
import org.patientvault.audit.ErasureOrder;
import org.patientvault.audit.RequestKind;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.ledger.Unit;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * Erases every detail of entries about one patient, in all logs at once, and the rows that say who
 * their pseudonyms are. Gives how many details there were.
 */
final class EraseDetailsUnit implements Unit<Long> {
  private final Engine engine;
  private final PatientRef patient;
  private final ErasureGround ground;
  private final List<Found> logs;
  private final Optional<String> request;
  private final EntryDraft draft;

  /**
   * Entries about the patient that have a detail, as of a log's first {@code size} entries; the log
   * may be one that was closed.
   */
  record Found(Shard log, List<Long> indexes, long size) {}

  EraseDetailsUnit(
      Engine engine,
      PatientRef patient,
      ErasureGround ground,
      List<Found> logs,
      Optional<String> request,
      EntryDraft draft) {
    this.engine = engine;
    this.patient = patient;
    this.ground = ground;
    this.logs = logs;
    this.request = request;
    this.draft = draft;
  }

  @Override
  public boolean mutates() {
    return true;
  }

  @Override
  public Long run(LedgerTransaction transaction) {
    EntryDraft agreed =
        Approval.demand(
            engine,
            transaction,
            RequestKind.DETAILS_ERASE,
            RequestParameters.patient(patient, ground),
            request,
            draft);
    ErasurePreparation.checkNoHold(transaction.rows(), patient);
    long erased = 0;
    for (Found found : logs) {
      erased += erase(transaction, found, agreed);
    }
    StateSeal seal = new StateSeal(engine.id, engine.keys.stateMac());
    transaction.putState(seal.sealed(transaction.state().withLogSubjects(), transaction.rows()));
    return erased;
  }

  private long erase(LedgerTransaction transaction, Found found, EntryDraft agreed) {
    Bytes pseudonym = erasedSubject(transaction, found).orElseThrow(EraseDetailsUnit::nothingKnown);
    int shard = found.log.number();
    List<Long> indexes = new ArrayList<>(found.indexes);
    indexes.removeIf(index -> transaction.rows().logDetail(shard, index).isEmpty());
    transaction
        .rows()
        .streamEntries(
            shard,
            found.size,
            Long.MAX_VALUE,
            row -> {
              if (isAbout(row, pseudonym)) {
                indexes.add(row.index());
              }
            });
    if (indexes.isEmpty()) {
      throw nothingKnown();
    }
    transaction.rows().deleteLogDetails(shard, indexes);
    tell(transaction, found, agreed.aboutErased(pseudonym), indexes.size());
    return indexes.size();
  }

  private Optional<Bytes> erasedSubject(LedgerTransaction transaction, Found found) {
    return found.log.number() == transaction.shard()
        ? transaction.eraseSubject(patient)
        : engine.books().of(found.log).eraseSubject(transaction.rows(), patient);
  }

  static boolean isAbout(LogEntryRow row, Bytes pseudonym) {
    Entry entry = Entry.parse(row.leaf().toArray());
    Bytes subject = entry.subject();
    return subject != null && subject.equals(pseudonym) && entry.detail() != null;
  }

  static VaultException.NotFound nothingKnown() {
    return new VaultException.NotFound("the log has no detail about this patient");
  }

  private void tell(LedgerTransaction transaction, Found found, EntryDraft about, long count) {
    ErasureOrder order = new ErasureOrder(found.log.origin(), ground, count, Optional.empty());
    PayloadRow text = Founding.payload(Bytes.wrap(order.text()));
    transaction.rows().putPayload(text);
    transaction.append(
        about.publishing(text.sha256()).with("ground", ground.text()).with("details", count));
  }

  @Override
  public List<EntryDraft> refusal(VaultException why) {
    return List.of(draft.failed(why));
  }
}
