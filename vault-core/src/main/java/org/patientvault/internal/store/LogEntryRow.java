package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/** One log entry: its leaf bytes and their hash. */
public record LogEntryRow(int shard, long index, Bytes leaf, Bytes leafHash) {}
