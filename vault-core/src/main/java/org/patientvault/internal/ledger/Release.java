package org.patientvault.internal.ledger;

import java.util.List;

/**
 * One entry that releases rows of one patient, decided under {@code schemaVersion}, and what it
 * says if the release is refused.
 */
public record Release(EntryDraft entry, int schemaVersion, List<RowClaim> rows) {
  public Release {
    rows = List.copyOf(rows);
  }
}
