package org.patientvault;

import java.time.Clock;
import java.util.List;
import org.patientvault.internal.crypto.IndexName;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.jobs.RecordsCheck;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.internal.sealing.RecordFetcher;
import org.patientvault.internal.store.DatabaseLogin;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultId;

/**
 * Looks at a vault that may be damaged: nothing is written, and no check at opening stands in the
 * way of finding out.
 */
final class VaultExamination {
  private VaultExamination() {}

  static RecordsReport records(StoreLocation location, DatabaseLogin login, List<Unlock> unlocks) {
    try (Store store = Store.examine(location, login)) {
      VaultId vault = store.read(VaultOpening::vaultId);
      try (Slots.Opened secrets = Slots.open(vault, store.read(ReadView::slots), unlocks)) {
        VaultKeys keys = VaultKeys.open(vault, secrets.root(), store.read(VaultOpening::keysets));
        return records(store, vault, keys);
      }
    }
  }

  private static RecordsReport records(Store store, VaultId vault, VaultKeys keys) {
    Shard shard = store.read(rows -> VaultOpening.shard(rows));
    LogBooks books = new LogBooks(store, shard, keys, Clock.systemUTC());
    RecordFetcher fetcher = new RecordFetcher(vault, keys.index(IndexName.RECORD));
    RecordsCheck.Result result =
        store.readAtLength(rows -> new RecordsCheck(vault, keys, books, fetcher, rows).run());
    return new RecordsReport(result.rows(), result.findings());
  }
}
