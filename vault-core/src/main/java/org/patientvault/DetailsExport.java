package org.patientvault;

import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.BundleWriter;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.StoredDetail;
import org.patientvault.audit.details.DetailsRecipient;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.store.LogDetailRow;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Opens the details of a log and seals each to one auditor, as they are stored: what does not open
 * here is shown as that, for the verifier to say so.
 */
record DetailsExport(Engine engine, DetailsRecipient to) {
  /**
   * Refuses while what was erased is not under the head yet: its details would seem missing.
   *
   * @throws VaultException.Conflict then; another try signs it first
   */
  void checkNothingErasedBehind(ReadView rows, long size) {
    rows.streamEntries(
        engine.shard.year(),
        size,
        Long.MAX_VALUE,
        row -> {
          EventCode event = Entry.parse(row.leaf().toArray()).event();
          if (event == EventCode.ERASE || event == EventCode.EXPIRE) {
            throw new VaultException.Conflict(
                "details are being erased, and the log is not signed that far; nothing was"
                    + " exported; try again when that is done");
          }
        });
  }

  void write(ReadView rows, long size, BundleWriter bundle) {
    bundle.sealDetails(to, engine.shard.origin());
    Map<Bytes, LogSubject> subjects = engine.books.subjects(rows);
    rows.streamEntriesAndDetails(
        engine.shard.year(),
        0,
        size,
        (entry, detail) ->
            bundle.entry(
                entry.leaf().toArray(),
                entry.leafHash().toArray(),
                detail.map(row -> stored(entry, row, subjects)).orElse(StoredDetail.NONE)));
  }

  private StoredDetail stored(
      LogEntryRow entry, LogDetailRow row, Map<Bytes, LogSubject> subjects) {
    try {
      Optional<byte[]> opened =
          engine.books.detail(row, Entry.parse(entry.leaf().toArray()), subjects);
      return opened
          .map(detail -> StoredDetail.of(row.salt(), detail))
          .orElse(StoredDetail.UNOPENED);
    } catch (VaultException.Tampered | VaultException.InvalidInput e) {
      return StoredDetail.UNOPENED;
    }
  }
}
