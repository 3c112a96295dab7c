package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/** One entry's detail, sealed, with the salt of its commitment. */
public record LogDetailRow(int shard, long index, Bytes salt, Bytes sealed, int retention) {}
