package org.patientvault;

import java.util.Map;
import java.util.Optional;
import org.patientvault.audit.BundleWriter;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.audit.StoredDetail;
import org.patientvault.audit.details.DetailsRecipient;
import org.patientvault.internal.crypto.LogSubject;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.store.LogDetailRow;
import org.patientvault.internal.store.LogEntryRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Opens the details of a log and seals each to one auditor, as they are stored: what does not open
 * here is shown as that, for the verifier to say so.
 */
record DetailsExport(LogBooks books, DetailsRecipient to) {
  /**
   * Refuses while what was erased is not under the head yet: its details would seem missing.
   *
   * @throws VaultException.Conflict then, or when the log was closed meanwhile; another try signs
   *     it first
   */
  void checkNothingErasedBehind(ReadView rows, long size) {
    if (rows.theState().shard() != books.shard().number()) {
      throw new VaultException.Conflict(
          "the log was closed meanwhile; nothing was exported; try again");
    }
    rows.streamEntries(
        books.shard().number(),
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
    bundle.sealDetails(to, books.shard().origin());
    Map<Bytes, LogSubject> subjects = books.subjects(rows);
    rows.streamEntriesAndDetails(
        books.shard().number(),
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
      Optional<byte[]> opened = books.detail(row, Entry.parse(entry.leaf().toArray()), subjects);
      return opened
          .map(detail -> StoredDetail.of(row.salt(), detail))
          .orElse(StoredDetail.UNOPENED);
    } catch (VaultException.Tampered | VaultException.InvalidInput e) {
      return StoredDetail.UNOPENED;
    }
  }
}
