package org.patientvault.internal.store;

/**
 * A process with the vault open, the generation of the state that it runs by, and when it was last
 * seen, by the clock that all nodes share.
 *
 * @param keyOutMillis since when what opened the vault for it is out of reach; 0 while it is not
 * @param keyUntilMillis until when it goes on with the keys in memory; 0 while nothing ends them,
 *     and when they are dropped already
 */
public record NodeRow(
    String name,
    int boot,
    int generation,
    long startedMillis,
    long seenMillis,
    long keyOutMillis,
    long keyUntilMillis) {
  /** A process that came in now, with its keys. */
  public static NodeRow entered(String name, int boot, int generation, long nowMillis) {
    return new NodeRow(name, boot, generation, nowMillis, nowMillis, 0, 0);
  }

  /** The same process, which took note of another state. */
  public NodeRow withGeneration(int other) {
    return new NodeRow(name, boot, other, startedMillis, seenMillis, keyOutMillis, keyUntilMillis);
  }

  /** The same process, seen now. */
  public NodeRow seen(long nowMillis) {
    return new NodeRow(
        name, boot, generation, startedMillis, nowMillis, keyOutMillis, keyUntilMillis);
  }

  /** The same process, of whose key something else is known. */
  public NodeRow withKey(long outMillis, long untilMillis) {
    return new NodeRow(name, boot, generation, startedMillis, seenMillis, outMillis, untilMillis);
  }

  /** Whether it has no keys any more: it seals and opens nothing. */
  public boolean droppedItsKeys() {
    return keyOutMillis > 0 && keyUntilMillis == 0;
  }
}
