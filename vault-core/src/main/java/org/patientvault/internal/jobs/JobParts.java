package org.patientvault.internal.jobs;

import java.time.Clock;
import java.util.Set;
import java.util.function.Function;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.ledger.EntryDraft;
import org.patientvault.internal.ledger.Ledger;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.sealing.RecordFetcher;
import org.patientvault.internal.sealing.RecordResealer;
import org.patientvault.internal.store.Store;
import org.patientvault.model.GroupName;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultId;

/**
 * What a job works with.
 *
 * @param books of a log of the vault
 * @param drafts an entry in the name of who runs the job; asks each time whether he may
 * @param refresh reads again what the vault goes by: keysets, policy, schema
 */
public record JobParts(
    VaultId vault,
    Store store,
    LogBooks books,
    VaultKeys keys,
    Ledger ledger,
    Function<EventCode, EntryDraft> drafts,
    Runnable refresh,
    Records records,
    Clock clock) {
  /**
   * What re-encryption works with.
   *
   * @param groups every group that a type ever had
   */
  public record Records(
      RecordFetcher fetcher,
      RecordResealer resealer,
      Function<RecordType, Set<GroupName>> groups) {}
}
