package org.patientvault.internal.store;

/**
 * A process with the vault open, the generation of the state that it runs by, and when it was last
 * seen, by the clock that all nodes share.
 */
public record NodeRow(String name, int boot, int generation, long startedMillis, long seenMillis) {
  /** The same process, which took note of another state. */
  public NodeRow withGeneration(int other) {
    return new NodeRow(name, boot, other, startedMillis, seenMillis);
  }

  /** The same process, seen now. */
  public NodeRow seen(long nowMillis) {
    return new NodeRow(name, boot, generation, startedMillis, nowMillis);
  }
}
