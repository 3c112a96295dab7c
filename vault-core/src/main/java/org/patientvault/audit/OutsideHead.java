package org.patientvault.audit;

import java.util.Optional;

/**
 * How far somebody outside vouches for the log.
 *
 * @param size the entries below it are vouched for; -1 when nobody vouches for anything
 * @param by who does, in words; empty when nobody does
 */
record OutsideHead(long size, String by) {
  /** The furthest of those there are. */
  static OutsideHead newest(
      Optional<AuditorState> state, Optional<Checkpoint> witnessed, long anchored) {
    OutsideHead newest = new OutsideHead(-1, "");
    if (state.isPresent()) {
      newest = new OutsideHead(state.get().size(), "the auditor's state");
    }
    if (witnessed.isPresent() && witnessed.get().size() > newest.size) {
      newest = new OutsideHead(witnessed.get().size(), "the newest cosigned head");
    }
    if (anchored > 0 && anchored > newest.size) {
      newest = new OutsideHead(anchored, "the newest anchor");
    }
    return newest;
  }
}
