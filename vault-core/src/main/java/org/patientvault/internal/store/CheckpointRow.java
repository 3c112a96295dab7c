package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/** One signed note over a log's head, when it was signed, and the tree's frontier at that size. */
public record CheckpointRow(
    int shard, long size, long publishedMillis, Bytes note, Bytes frontier) {}
