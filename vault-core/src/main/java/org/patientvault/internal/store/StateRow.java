package org.patientvault.internal.store;

import org.patientvault.model.Bytes;

/**
 * What a vault runs by: versions, the shard that is written, the entry that last changed the slots,
 * and the tag over all of it.
 *
 * <p>{@code generation} rises with every change, so that other processes notice.
 */
public record StateRow(
    int generation,
    int shard,
    int policyVersion,
    int schemaVersion,
    int logShard,
    long logIndex,
    Bytes mac) {
  /** The same state with another tag. */
  public StateRow withMac(Bytes tag) {
    return new StateRow(generation, shard, policyVersion, schemaVersion, logShard, logIndex, tag);
  }

  /** The next generation, with slots last changed by the entry at {@code index}. */
  public StateRow withSlotsChangedBy(int entryShard, long index) {
    return new StateRow(
        generation + 1, shard, policyVersion, schemaVersion, entryShard, index, mac);
  }

  /**
   * The next generation, beside another log, whose first entry at {@code index} commits to the
   * slots again.
   */
  public StateRow inShard(int number, long index) {
    return new StateRow(generation + 1, number, policyVersion, schemaVersion, number, index, mac);
  }

  /** The next generation, with other keysets. */
  public StateRow withKeysets() {
    return withPolicy(policyVersion);
  }

  /** The next generation, with other witnesses. */
  public StateRow withWitnesses() {
    return withPolicy(policyVersion);
  }

  /** The next generation, with other administrators or requests of theirs. */
  public StateRow withRequests() {
    return withPolicy(policyVersion);
  }

  /** The next generation, with fewer subjects of the log. */
  public StateRow withLogSubjects() {
    return withPolicy(policyVersion);
  }

  /** The next generation, with other holds, other erasures asked for, or fewer patients. */
  public StateRow withPatients() {
    return withPolicy(policyVersion);
  }

  /** The next generation, with another policy. */
  public StateRow withPolicy(int version) {
    return new StateRow(generation + 1, shard, version, schemaVersion, logShard, logIndex, mac);
  }

  /** The next generation, with another schema. */
  public StateRow withSchema(int version) {
    return new StateRow(generation + 1, shard, policyVersion, version, logShard, logIndex, mac);
  }
}
