package org.patientvault.cli;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.NodeInfo;

/** Whether the processes that have the vault open say that they live. */
final class NodeFindings {
  private NodeFindings() {}

  static List<Finding> of(List<NodeInfo> nodes) {
    List<Finding> findings = new ArrayList<>();
    long live = nodes.stream().filter(NodeInfo::live).count();
    findings.add(Finding.ok("nodes", live + " that wrote into the log are open and live"));
    nodes.stream().filter(node -> !node.live()).map(NodeFindings::dead).forEach(findings::add);
    return findings;
  }

  private static Finding dead(NodeInfo node) {
    return Finding.warning(
        "node",
        NodeLine.words(node),
        "look why it ended; nothing that it acknowledged is lost, and its row goes after a day");
  }
}
