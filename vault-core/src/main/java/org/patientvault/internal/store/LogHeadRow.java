package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/**
 * The head of one log: how many entries, their root, and the frontier to go on from; {@code mac}
 * says that this vault wrote it.
 */
public record LogHeadRow(
    int shard, String origin, long size, Bytes root, Bytes frontier, int epoch, Bytes mac) {
  public LogHeadRow withMac(Bytes other) {
    return new LogHeadRow(shard, origin, size, root, frontier, epoch, other);
  }
}
