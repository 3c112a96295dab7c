package org.patientvault.internal.ledger;

import java.util.List;

/** One entry that releases rows of one patient. */
public record Release(EntryDraft entry, List<RowClaim> rows) {
  public Release {
    rows = List.copyOf(rows);
  }
}
