package org.patientvault.internal.store;

/** Where an entry stands: which log, and its index there. */
public record LogPlace(int shard, long index) {}
