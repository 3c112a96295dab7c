package org.patientvault;

import java.nio.file.Path;
import org.patientvault.audit.BundleWriter;
import org.patientvault.audit.JsonValue;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.DatabaseLogin;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.model.VaultException;

/** Writes one shard's log out as it is stored, repaired nowhere, for an auditor to check alone. */
final class LogExport {
  private LogExport() {}

  /** Up to the newest signed checkpoint. */
  static void write(Store store, int shard, Path directory) {
    store.readAtLength(
        rows -> {
          CheckpointRow head =
              rows.latestCheckpoint(shard)
                  .orElseThrow(
                      () ->
                          new VaultException.StorageFailed(
                              "the log was never signed, so there is nothing to export"));
          write(rows, shard, head, BundleWriter.create(directory, head.note().toArray()));
          return true;
        });
  }

  private static void write(ReadView rows, int shard, CheckpointRow head, BundleWriter bundle) {
    rows.streamEntries(
        shard,
        0,
        head.size(),
        entry -> bundle.entry(entry.leaf().toArray(), entry.leafHash().toArray()));
    rows.streamCheckpoints(shard, kept -> bundle.checkpoint(kept.size(), kept.note().toArray()));
    rows.streamPayloads(payload -> bundle.payload(payload.sha256(), payload.body().toArray()));
    bundle.finish(JsonValue.members().put("software", "patientvault " + Version.TEXT).build());
  }

  /** Of a vault that need not open: no key is asked for, and nothing is written into it. */
  static void examine(StoreLocation location, DatabaseLogin login, Path directory) {
    try (Store store = Store.examine(location, login)) {
      write(store, store.read(ReadView::theState).shard(), directory);
    }
  }
}
