package org.patientvault.internal.jobs;

import java.util.List;
import java.util.Optional;
import org.patientvault.internal.crypto.KeysetName;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.LedgerTransaction;
import org.patientvault.internal.ledger.RowDigests;
import org.patientvault.internal.ledger.RowList;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.sealing.KeyStates;
import org.patientvault.internal.store.KeyRow;
import org.patientvault.internal.store.PayloadRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Renewals;
import org.patientvault.model.Bytes;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Takes a key out of the vault that protects nothing any more, inside a unit, with the entry that
 * says so. Whether it may go is for the caller to know.
 *
 * <p>A key of a keyset is left out of its next generation. Of a patient's key the row stays, with
 * its commitment and without the key: its entry commits to it. Format:
 * docs/formats/storage-schema.md.
 */
public final class KeyDestruction {
  private static final int PAGE = 1_000;

  private final VaultId vault;
  private final VaultKeys keys;
  private final int pageRows;

  public KeyDestruction(VaultId vault, VaultKeys keys) {
    this(vault, keys, PAGE);
  }

  /** With pages of another size. */
  public KeyDestruction(VaultId vault, VaultKeys keys, int pageRows) {
    this.vault = vault;
    this.keys = keys;
    this.pageRows = pageRows;
  }

  /** Refuses while a job has not ended: what it goes on with may be under the key. */
  public static void checkNoJob(ReadView rows) {
    JobList.checkNoneOpen(rows);
  }

  /** Leaves the key out of its keyset. */
  public void ofKeyset(LedgerTransaction transaction, KeyLevel level, int key, EntryDraft draft) {
    KeysetChange.apply(
        transaction, vault, keys, keys.without(KeysetName.parse(level.text()), key), draft);
  }

  /**
   * Some keys of patients that were destroyed together: how many, and the last one's patient.
   *
   * @param isFull whether there may be more behind them
   */
  public record Page(int rows, Bytes last, boolean isFull) {}

  /** Destroys the next page of patients' keys of one version; empty where there is none. */
  public Optional<Page> ofPatients(
      LedgerTransaction transaction, int version, Bytes behind, EntryDraft draft) {
    StateSeal seal = new StateSeal(vault, keys.stateMac());
    seal.verify(transaction.state(), transaction.rows());
    List<KeyRow> page =
        transaction.rows().keysOutOfUse(version, behind, KeyStates.DESTROYED, pageRows);
    if (page.isEmpty()) {
      return Optional.empty();
    }
    PayloadRow list = RowList.of(page.stream().map(this::digest).toList());
    transaction.rows().putPayload(list);
    transaction.append(draft.with("rows", (long) page.size()).publishing(list.sha256()));
    destroy(transaction.rows().renewals(), page);
    // No process keeps a key in memory that is gone: each looks when the generation is another one.
    transaction.putState(seal.sealed(transaction.state().withPatients(), transaction.rows()));
    Bytes last = page.get(page.size() - 1).patient().value();
    return Optional.of(new Page(page.size(), last, page.size() == pageRows));
  }

  private static void destroy(Renewals rows, List<KeyRow> page) {
    if (rows.withoutKeys(page, KeyStates.DESTROYED) != page.size()) {
      throw new VaultException.Conflict("a patient's key was changed meanwhile; try again");
    }
  }

  private Bytes digest(KeyRow row) {
    return RowDigests.patientKey(vault, row.patient(), row.version(), row.commitment());
  }
}
