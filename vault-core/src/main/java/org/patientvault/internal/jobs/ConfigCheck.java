package org.patientvault.internal.jobs;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Entry;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.ledger.Founding;
import org.patientvault.internal.store.ConfigRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;

/**
 * Holds every policy, or every schema, against the log, those no longer in force too: version n is
 * the text that the n-th entry of its kind names, and the last one is in force.
 */
final class ConfigCheck {
  private final String kind;
  private final String label;
  private final EventCode event;
  private final RecordsCheck check;
  private final List<Change> changes = new ArrayList<>();
  private boolean found;

  /** An entry that put a text in force. */
  private record Change(long entry, @Nullable Bytes text) {
    boolean puts(ConfigRow row, LogPlaces places) {
      return places.has(row.logShard())
          && places.of(row.logShard(), row.logIndex()) == entry
          && text != null
          && text.equals(textOf(row));
    }
  }

  ConfigCheck(String kind, String label, EventCode event, RecordsCheck check) {
    this.kind = kind;
    this.label = label;
    this.event = event;
    this.check = check;
  }

  /** To be told every entry of the log, in order. */
  void note(long index, Entry entry) {
    if (entry.event() == event) {
      changes.add(new Change(index, entry.payload()));
    }
  }

  /** Leaves out the entries that put one of these in force, which are of another kind. */
  void leave(List<ConfigRow> others) {
    changes.removeIf(change -> others.stream().anyMatch(row -> change.puts(row, check.places())));
  }

  /** Says whether anything was found. */
  boolean run(ReadView snapshot, int inForce) {
    BitSet there = new BitSet();
    snapshot.configs(kind).forEach(row -> row(row, there));
    for (int version = 1; version <= changes.size(); version++) {
      if (!there.get(version)) {
        report(changes.get(version - 1), null);
      }
    }
    if (inForce != changes.size() && !found) {
      report(change(changes.size()), snapshot.config(kind, inForce).orElse(null));
    }
    return found;
  }

  private void row(ConfigRow row, BitSet there) {
    check.looked();
    Change change = change(row.version());
    if (change == null || !change.puts(row, check.places())) {
      report(change, row);
    }
    if (change != null) {
      there.set(row.version());
    }
  }

  private @Nullable Change change(int version) {
    return version >= 1 && version <= changes.size() ? changes.get(version - 1) : null;
  }

  private void report(@Nullable Change change, @Nullable ConfigRow row) {
    found = true;
    check.found(
        label
            + " CHANGED expected="
            + hex(change == null ? null : change.text())
            + " found="
            + hex(row == null ? null : textOf(row))
            + " entry="
            + (change == null ? "none" : check.places().text(change.entry())));
  }

  private static Bytes textOf(ConfigRow row) {
    return Founding.payload(row.body()).sha256();
  }

  private static String hex(@Nullable Bytes digest) {
    return digest == null ? "nothing" : digest.hex();
  }
}
