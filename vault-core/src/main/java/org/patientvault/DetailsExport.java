package org.patientvault;

import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.BundleWriter;
import org.patientvault.audit.Entry;
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
