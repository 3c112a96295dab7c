package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/**
 * A witness's line under the note of this size.
 *
 * @param place behind the note's own lines, from 0; a later line never comes before an earlier one
 * @param witness name and id of the key, as reports print it
 */
public record CosignatureRow(int shard, long size, int place, String witness, Bytes line) {}
