package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.patientvault.model.VaultException;

/** Joins a log's own policy with the witnesses that another one names. */
final class ComposedPolicy {
  /** The group that needs the log's second key and the witnesses' quorum. */
  private static final String BOTH = "log-and-witnesses";

  private ComposedPolicy() {}

  /** Written as a file and read again, so that the parser's rules hold for the whole. */
  static TrustPolicy of(TrustPolicy log, TrustPolicy others) {
    String own = log.quorum().map(PolicyMember::name).orElseThrow();
    Optional<String> theirs = others.quorum().map(PolicyMember::name);
    String text =
        withoutQuorum(log)
            + withoutQuorum(new TrustPolicy(java.util.List.of(), others.members(), others.quorum()))
            + theirs
                .map(name -> "group " + BOTH + " all " + own + " " + name + "\n\nquorum " + BOTH)
                .orElse("\nquorum " + own)
            + "\n";
    try {
      return TrustPolicy.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (VaultException.InvalidInput e) {
      throw new VaultException.InvalidInput(
          "these witnesses do not go with the log's own keys: a name or a key is the log's, the"
              + " name "
              + BOTH
              + " is taken, or the quorum is a member of a group",
          e);
    }
  }

  private static String withoutQuorum(TrustPolicy policy) {
    String text = new String(policy.text(), StandardCharsets.ISO_8859_1);
    return text.substring(0, text.lastIndexOf("\nquorum "));
  }
}
