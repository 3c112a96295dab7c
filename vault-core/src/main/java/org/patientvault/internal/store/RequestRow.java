package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/**
 * What an administrator asked another one to agree to, and how it stands. Sealed with the vault's
 * state. Names no patient and no reason: these are in the detail of the entry that it names.
 *
 * @param state {@code pending}, {@code approved}, {@code done}, {@code rejected} or {@code
 *     cancelled}
 * @param statement the signed request
 * @param answer what was last answered, signed; empty before
 */
public record RequestRow(
    Bytes id,
    String state,
    Bytes statement,
    Bytes answer,
    long changedMillis,
    int logShard,
    long logIndex) {
  /** The same, answered. */
  public RequestRow answered(String now, Bytes signed, long atMillis) {
    return new RequestRow(id, now, statement, signed, atMillis, logShard, logIndex);
  }

  /** The same, in another state. */
  public RequestRow in(String now, long atMillis) {
    return answered(now, answer, atMillis);
  }
}
