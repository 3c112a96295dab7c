package org.patientvault.internal.jobs;

import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.sealing.RecordOpener;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Under which versions of patients' keys values are, as they say themselves: no column is believed.
 */
final class KeysOfValues {
  private KeysOfValues() {}

  /**
   * Whether the row, or a value that stands in it, is under another version than {@code newest}.
   */
  static boolean areOlder(int keyVersion, Bytes body, int newest) {
    if (keyVersion != newest) {
      return true;
    }
    try {
      RecordBody read = RecordBody.read(body);
      return read.slots().stream()
          .filter(RecordBody.Slot::inline)
          .anyMatch(slot -> RecordOpener.keyVersion(read, slot) != newest);
    } catch (VaultException.Tampered e) {
      return true;
    }
  }

  /**
   * How many revisions are, or hold values, under other versions than the newest, or are damaged.
   */
  static long countOlder(ReadView rows) {
    long[] older = {0};
    rows.streamRevisionKeys(
        (keyVersion, body, newest) -> older[0] += areOlder(keyVersion, body, newest) ? 1 : 0);
    return older[0];
  }
}
