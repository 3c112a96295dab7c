package org.patientvault.internal.jobs;

import java.util.EnumSet;
import java.util.Set;
import org.patientvault.audit.Entry;
import org.patientvault.internal.ledger.LogBooks;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;

/**
 * Levels of which rows may be under older keys, for a job on them runs or was given up: as the log
 * tells, for an old row put back beside a job made up would pass for one that is still to be
 * renewed.
 */
final class Unproven {
  private final Set<KeyLevel> levels = EnumSet.noneOf(KeyLevel.class);

  private Unproven() {}

  /** None where the logs' subjects were changed, which is a finding of its own. */
  static Set<KeyLevel> of(LogPlaces places, ReadView rows) {
    try {
      Unproven unproven = new Unproven();
      for (LogBooks books : places.books()) {
        RotationEntries rotations = new RotationEntries(books, rows);
        rows.streamEntries(
            books.shard().number(),
            0,
            Long.MAX_VALUE,
            row ->
                RecordsCheck.parse(row)
                    .ifPresent(entry -> unproven.note(rotations, row.index(), entry)));
      }
      return unproven.levels;
    } catch (VaultException.Tampered e) {
      return EnumSet.noneOf(KeyLevel.class);
    }
  }

  private void note(RotationEntries rotations, long index, Entry entry) {
    rotations.renewed(index, entry).ifPresent(levels::add);
    rotations.proven(index, entry).ifPresent(levels::remove);
  }
}
