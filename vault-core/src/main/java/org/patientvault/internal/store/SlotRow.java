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
    int generation) {}
