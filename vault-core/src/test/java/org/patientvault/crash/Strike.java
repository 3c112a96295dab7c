package org.patientvault.crash;

import java.util.List;
import java.util.Random;

/** What is done to nodes at work and to their server. */
enum Strike {
  /** SIGKILL of a node, which is started again. */
  NODE_KILLED,
  /** SIGKILL of the server and all its processes. */
  SERVER_KILLED,
  /** The server is told to end at once, without writing what it has in memory. */
  SERVER_STOPPED_AT_ONCE,
  /** Every connection of a node. */
  CONNECTIONS_CUT;

  private static final List<Strike> ALL = List.of(values());

  static Strike next(Random random) {
    return ALL.get(random.nextInt(ALL.size()));
  }
}
