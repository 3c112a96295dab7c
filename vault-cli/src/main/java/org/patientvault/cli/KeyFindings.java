package org.patientvault.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.KeyOutage;
import org.patientvault.NodeInfo;
import org.patientvault.VaultStatus;

/** Whether a token or key service is out of reach, for this process or for another node. */
final class KeyFindings {
  private static final String PAGE = "; docs/keys-and-outages.md says what works until then";

  private KeyFindings() {}

  static List<Finding> of(VaultStatus status) {
    List<Finding> findings = new ArrayList<>();
    status.keyOutage().map(KeyFindings::here).ifPresent(findings::add);
    status.nodes().stream()
        .filter(node -> node.live() && node.keyOutSince().isPresent())
        .map(KeyFindings::there)
        .forEach(findings::add);
    if (findings.isEmpty()) {
      findings.add(Finding.ok("keys", "no node says that its token or key service is away"));
    }
    return findings;
  }

  /** What is worth a line where nothing else is said. */
  static List<Finding> troubles(VaultStatus status) {
    return of(status).stream().filter(each -> each.level() != Finding.Level.OK).toList();
  }

  private static Finding here(KeyOutage out) {
    String who = "the slot " + out.uri();
    return out.dropped()
        ? dropped(who, out.since())
        : Finding.warning("keys", serves(who, out.since(), out.until()), advice());
  }

  private static Finding there(NodeInfo node) {
    String who = "the key of node " + NodeLine.printable(node.name());
    Instant since = node.keyOutSince().orElseThrow();
    return node.keyOutUntil()
        .map(until -> Finding.warning("keys", serves(who, since, until), advice()))
        .orElseGet(() -> dropped(who, since));
  }

  private static String serves(String who, Instant since, Instant until) {
    return who
        + " is out of reach since "
        + shown(since)
        + "; it goes on with the keys in memory until "
        + shown(until);
  }

  private static String advice() {
    return "bring the token or key service back in time, and do not restart the process" + PAGE;
  }

  private static Finding dropped(String who, Instant since) {
    return Finding.problem(
        "keys",
        who
            + " is out of reach since "
            + shown(since)
            + "; the keys were dropped, and it refuses"
            + " everything",
        "bring the token or key service back: it goes on by itself; or open the vault with"
            + " another slot");
  }

  private static String shown(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
