package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.crypto.PatientKeyWrap;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.RowDigests;
import org.patientvault.internal.sealing.KeyStates;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * The next version of some patients' keys: what is written from now on is sealed under it, and the
 * one before only opens.
 */
final class PatientKeySuccession implements Rework.Page {
  private final VaultId vault;
  private final PatientKeyWrap wrap;
  private final Bytes position;
  private final List<KeyRow> before;
  private List<KeyRow> successors = List.of();

  /** {@code before} are the current keys. */
  PatientKeySuccession(VaultId vault, PatientKeyWrap wrap, Bytes position, List<KeyRow> before) {
    this.vault = vault;
    this.wrap = wrap;
    this.position = position;
    this.before = before;
  }

  @Override
  public void prepare() {
    successors = before.stream().map(this::successor).toList();
  }

  private KeyRow successor(KeyRow row) {
    PatientKey key = PatientKey.random(row.version() + 1);
    return new KeyRow(
        row.patient(),
        key.version(),
        KeyStates.ACTIVE,
        wrap.wrap(row.patient(), key),
        wrap.commitment(row.patient(), key),
        0,
        0);
  }

  @Override
  public Bytes position() {
    return position;
  }

  @Override
  public int failed() {
    return 0;
  }

  @Override
  public EventCode event() {
    return EventCode.KEY_ROTATE;
  }

  @Override
  public int write(LedgerTransaction transaction, EntryDraft draft) {
    if (!successors.isEmpty()) {
      long at = transaction.appendListing(draft, digests());
      int added =
          transaction
              .rows()
              .renewals()
              .successors(committedBy(transaction.shard(), at), KeyStates.DECRYPT_ONLY);
      if (added != successors.size()) {
        throw new VaultException.Conflict("a patient's key was changed meanwhile; try again");
      }
    }
    return 0;
  }

  private List<Bytes> digests() {
    return successors.stream()
        .map(row -> RowDigests.patientKey(vault, row.patient(), row.version(), row.commitment()))
        .toList();
  }

  private List<KeyRow> committedBy(int shard, long index) {
    List<KeyRow> rows = new ArrayList<>(successors.size());
    for (KeyRow row : successors) {
      rows.add(
          new KeyRow(
              row.patient(),
              row.version(),
              row.state(),
              row.wrapped(),
              row.commitment(),
              shard,
              index));
    }
    return rows;
  }
}
