package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/** The head of one log: how many entries, their root, and the frontier to go on from. */
public record LogHeadRow(
    int shard, String origin, long size, Bytes root, Bytes frontier, int epoch) {}
