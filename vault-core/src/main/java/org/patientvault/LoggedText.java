package org.patientvault;

import java.util.Optional;
import org.patientvault.audit.Entry;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** Public texts of one kind, the newest in force, each named by a log entry. */
final class LoggedText {
  private LoggedText() {}

  /**
   * The text that was put in force last; empty when none ever was.
   *
   * @throws VaultException.Tampered when it is not the one that its log entry names
   */
  static Optional<Bytes> newest(ReadView rows, String kind) {
    return rows.configs(kind).stream()
        .reduce((earlier, later) -> later)
        .map(row -> checked(rows, row));
  }

  private static Bytes checked(ReadView rows, ConfigRow row) {
    Optional<Bytes> named =
        rows.logEntry(row.logShard(), row.logIndex())
            .map(entry -> Entry.parse(entry.leaf().toArray()).payload());
    if (!named.equals(Optional.of(Founding.payload(row.body()).sha256()))) {
      throw new VaultException.Tampered(
          "the "
              + row.kind()
              + " rule is not the one that log entry "
              + row.logIndex()
              + " names; run patientvault audit verify --records");
    }
    return row.body();
  }
}
