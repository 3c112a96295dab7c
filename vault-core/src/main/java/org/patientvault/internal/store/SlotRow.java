package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/** One key slot: which protector, its public parameters, and what it wraps. */
public record SlotRow(
    Bytes slotId,
    String kind,
    String uri,
    Bytes parameters,
    Bytes wrappedRoot,
    Bytes wrappedLog,
    String state,
    int generation) {
  public static final String ACTIVE = "active";

  /** What it holds was renewed without it: it opens nothing, and must be enrolled again. */
  public static final String STALE = "stale";

  private static final Bytes NOTHING = Bytes.of(new byte[0]);

  /** Whether there is anything in it to open. */
  public boolean wraps() {
    return wrappedRoot.size() > 0;
  }

  /** The same slot, wrapping another root. */
  public SlotRow wrapping(Bytes root) {
    return new SlotRow(slotId, kind, uri, parameters, root, wrappedLog, state, generation + 1);
  }

  /** The same slot, wrapping other signing keys of the log. */
  public SlotRow wrappingLog(Bytes log) {
    return new SlotRow(slotId, kind, uri, parameters, wrappedRoot, log, state, generation + 1);
  }

  /** The same slot, without anything to open. */
  public SlotRow stale() {
    return new SlotRow(slotId, kind, uri, parameters, NOTHING, NOTHING, STALE, generation + 1);
  }
}
