package org.patientvault;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.patientvault.audit.BundleWriter;
import org.patientvault.audit.JsonValue;
import org.patientvault.internal.ledger.WitnessBooks;
import org.patientvault.internal.store.AnchorRow;
import org.patientvault.internal.store.CheckpointRow;
import org.patientvault.internal.store.DatabaseLogin;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** Writes one shard's log out as it is stored, repaired nowhere, for an auditor to check alone. */
final class LogExport {
  private LogExport() {}

  /**
   * Up to the checkpoint of this size, which witnesses were shown; the newest when it is 0.
   *
   * @param details seals what lies beside the entries; empty to leave it out
   */
  static void write(
      Store store, int shard, Path directory, long size, Optional<DetailsExport> details) {
    store.readAtLength(
        rows -> {
          CheckpointRow head =
              rows.checkpoint(shard, size)
                  .or(() -> rows.latestCheckpoint(shard))
                  .orElseThrow(
                      () ->
                          new VaultException.StorageFailed(
                              "the log was never signed, so there is nothing to export"));
          details.ifPresent(each -> each.checkNothingErasedBehind(rows, head.size()));
          BundleWriter bundle = BundleWriter.create(directory, WitnessBooks.note(rows, head));
          details.ifPresentOrElse(
              each -> each.write(rows, head.size(), bundle),
              () -> writeEntries(rows, shard, head, bundle));
          write(rows, shard, head, bundle);
          return true;
        });
  }

  private static void writeEntries(
      ReadView rows, int shard, CheckpointRow head, BundleWriter bundle) {
    rows.streamEntries(
        shard,
        0,
        head.size(),
        entry -> bundle.entry(entry.leaf().toArray(), entry.leafHash().toArray()));
  }

  private static void write(ReadView rows, int shard, CheckpointRow head, BundleWriter bundle) {
    rows.streamCheckpoints(shard, kept -> checkpoint(rows, kept, head, bundle));
    for (AnchorRow anchor : rows.anchors(shard)) {
      rows.payload(anchor.token())
          .ifPresent(
              token -> bundle.anchor(anchor.size(), anchor.number(), token.body().toArray()));
    }
    Predicate<Bytes> belongs = belonging(rows, shard, head.size());
    rows.streamPayloads(
        payload -> {
          if (belongs.test(payload.sha256())) {
            bundle.payload(payload.sha256(), payload.body().toArray());
          }
        });
    bundle.finish(JsonValue.members().put("software", "patientvault " + Version.TEXT).build());
  }

  /** Where a vault has several logs, each has the texts beside it that its own entries name. */
  private static Predicate<Bytes> belonging(ReadView rows, int shard, long size) {
    if (rows.logHeads().size() == 1) {
      return any -> true;
    }
    NamedPayloads named = new NamedPayloads();
    rows.streamEntries(shard, 0, size, entry -> named.note(entry.leaf()));
    return named::contains;
  }

  /** What was signed after the head while it was being cosigned belongs to the next export. */
  private static void checkpoint(
      ReadView rows, CheckpointRow kept, CheckpointRow head, BundleWriter bundle) {
    if (kept.size() <= head.size()) {
      bundle.checkpoint(kept.size(), WitnessBooks.note(rows, kept));
    }
  }

  /** Of a vault that need not open: no key is asked for, and nothing is written into it. */
  static void examine(
      StoreLocation location, DatabaseLogin login, Path directory, Optional<String> log) {
    try (Store store = Store.examine(location, login)) {
      int shard =
          store.read(
              rows ->
                  log.map(name -> VaultOpening.shard(rows, name).number())
                      .orElseGet(() -> rows.theState().shard()));
      write(store, shard, directory, 0, Optional.empty());
    }
  }
}
