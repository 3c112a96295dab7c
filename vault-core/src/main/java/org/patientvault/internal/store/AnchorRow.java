package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/**
 * A time stamp that was asked for over a checkpoint.
 *
 * @param number from 1 for each size
 * @param nonce what the answer has to bring back
 * @param stampedMillis the time it says; 0 as long as there is no answer
 * @param token SHA-256 of the answer, which is a payload; empty as long as there is none
 */
public record AnchorRow(
    int shard,
    long size,
    int number,
    Bytes nonce,
    long askedMillis,
    long stampedMillis,
    Bytes token) {

  /** Whether the answer is still to come. */
  public boolean isPending() {
    return token.size() == 0;
  }

  /** The same with its answer. */
  public AnchorRow answered(long stamped, Bytes tokenSha256) {
    return new AnchorRow(shard, size, number, nonce, askedMillis, stamped, tokenSha256);
  }
}
