package org.patientvault.internal.ledger;

import java.util.function.BiConsumer;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.StateRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultId;

/**
 * How a log is to be closed, and another begun.
 *
 * @param shard the number of the log to close; if it was closed meanwhile, nothing is done
 * @param state what the vault held, as the STATE entry says
 * @param close the CLOSE entry, without what it commits to
 * @param year the new log's, if it is later than the closed one's
 * @param genesis says what the new log begins with
 * @param lastly changes slots and appends entries before the log ends; is told the next
 */
public record ShardClosing(
    VaultId vault,
    int shard,
    HeldRows state,
    EntryDraft close,
    int year,
    Genesis genesis,
    BiConsumer<LedgerTransaction, Shard> lastly) {

  /** Where the log stands after it was asked to close one. */
  public record Outcome(Shard newest, boolean closedNow) {}

  /**
   * The revisions that the vault held, in one snapshot.
   *
   * @param entries the log's size then: what later entries wrote is not among them
   * @param rows how many revisions
   * @param root over the digests of their manifests, as docs/formats/audit-log.md says
   */
  public record HeldRows(long entries, long rows, Bytes root) {}

  /** The public text that GENESIS names. */
  @FunctionalInterface
  public interface Genesis {
    /**
     * The text, as bytes.
     *
     * @param last the closed log's last signed note
     */
    byte[] text(ReadView rows, StateRow state, Shard closed, CheckpointRow last, Bytes heldRows);
  }
}
