package org.patientvault.internal.store;

/** A table of the log that holds rows of another shard than the vault's. */
public record OtherShard(String table, int shard) {}
