package org.patientvault.cli;

import java.time.temporal.ChronoUnit;
import org.patientvault.NodeInfo;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;

/** A process that has the vault open, for people and for programs. */
final class NodeLine {
  private NodeLine() {}

  static String words(NodeInfo node) {
    return printable(node.name())
        + (node.live() ? " lives, since " : " ended without a word, since ")
        + node.since().truncatedTo(ChronoUnit.SECONDS)
        + ", seen "
        + node.lastSeen().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whoever can write into the database could write anything here. */
  static String printable(String name) {
    return name.replaceAll("[^a-z0-9.-]", "?");
  }

  static JsonValue json(NodeInfo node) {
    JsonMembers line =
        JsonValue.members()
            .put("name", node.name())
            .put("boot", node.boot())
            .put("since", node.since().toString())
            .put("lastSeen", node.lastSeen().toString())
            .put("live", node.live());
    node.keyOutSince().ifPresent(since -> line.put("keyOutSince", since.toString()));
    node.keyOutUntil().ifPresent(until -> line.put("keyOutUntil", until.toString()));
    return line.build();
  }
}
