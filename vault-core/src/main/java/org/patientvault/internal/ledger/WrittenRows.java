package org.patientvault.internal.ledger;

import java.util.List;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** What an entry with a list says was written. */
public final class WrittenRows {
  private WrittenRows() {}

  /**
   * The digests that {@code entry} lists; none where it is of a kind that lists none.
   *
   * @throws VaultException.Tampered when its list is gone or was changed
   */
  public static List<Bytes> listed(ReadView rows, Entry entry) {
    Bytes payload = entry.payload();
    boolean lists = entry.event() == EventCode.REENCRYPT || entry.event() == EventCode.KEY_ROTATE;
    return lists && payload != null ? list(rows, payload) : List.of();
  }

  /**
   * The digests of the rows of patients' keys that {@code entry} says were destroyed.
   *
   * @throws VaultException.Tampered when its list is gone or was changed
   */
  public static List<Bytes> destroyed(ReadView rows, Entry entry) {
    Bytes payload = entry.payload();
    return payload != null && entry.event() == EventCode.KEY_DESTROY
        ? list(rows, payload)
        : List.of();
  }

  private static List<Bytes> list(ReadView rows, Bytes payload) {
    Bytes body =
        rows.payload(payload)
            .orElseThrow(
                () -> new VaultException.Tampered("the list of rows that an entry names is gone"))
            .body();
    if (!Founding.payload(body).sha256().equals(payload)) {
      throw new VaultException.Tampered("the list of rows that an entry names was changed");
    }
    return RowList.read(body);
  }
}
