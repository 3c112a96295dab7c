package org.patientvault.audit;

/** What opening a note under a policy came to. */
sealed interface Opening {
  /** A log of the policy signed it. */
  record Opened(Checkpoint checkpoint) implements Opening {}

  /** A known key is named by a line that it did not sign, or the log's own line is not there. */
  record BadSignature(VerifierKey key, boolean missing) implements Opening {}

  /** No key of the policy can tell; {@code who} is name and id of a signature line. */
  record UnknownKey(String who) implements Opening {}

  /** Not a checkpoint at all; {@code reason} shows nothing of it. */
  record Malformed(String reason) implements Opening {}
}
