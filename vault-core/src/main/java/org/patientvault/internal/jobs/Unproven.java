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
  private final RotationEntries rotations;
  private final Set<KeyLevel> levels = EnumSet.noneOf(KeyLevel.class);

  private Unproven(RotationEntries rotations) {
    this.rotations = rotations;
  }

  /** None where the log's subjects were changed, which is a finding of its own. */
  static Set<KeyLevel> of(LogBooks books, ReadView rows, int shard) {
    try {
      Unproven unproven = new Unproven(new RotationEntries(books, rows));
      rows.streamEntries(
          shard,
          0,
          Long.MAX_VALUE,
          row -> RecordsCheck.parse(row).ifPresent(entry -> unproven.note(row.index(), entry)));
      return unproven.levels;
    } catch (VaultException.Tampered e) {
      return EnumSet.noneOf(KeyLevel.class);
    }
  }

  private void note(long index, Entry entry) {
    rotations.renewed(index, entry).ifPresent(levels::add);
    rotations.proven(index, entry).ifPresent(levels::remove);
  }
}
