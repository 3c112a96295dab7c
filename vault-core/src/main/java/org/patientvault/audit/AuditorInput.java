package org.patientvault.audit;

import java.util.List;
import java.util.Optional;
import org.patientvault.audit.anchor.TsaTrust;
import org.patientvault.audit.details.DetailsKey;
import org.patientvault.model.Bytes;

/**
 * What an auditor brings to a verification beside the policy: what he or others kept from before,
 * and what he expects. Immutable.
 *
 * @param state what he kept from the last time; empty the first time
 * @param heads signed notes of this log that others kept, such as witnesses; each opened by the
 *     policy
 * @param rules what he expects of those who kept the log
 * @param details what opens the details that were sealed to him; the caller closes it
 * @param times whose time stamps he relies on, and how far times may be off
 */
public record AuditorInput(
    Optional<AuditorState> state,
    List<Bytes> heads,
    AuditRules rules,
    TimeDemands times,
    Optional<DetailsKey> details,
    Optional<ClosedLog> previous) {
  public AuditorInput {
    heads = List.copyOf(heads);
  }

  /** A state, or none; nobody else's head, the standard rules, and no authority. */
  public static AuditorInput of(Optional<AuditorState> state) {
    return new AuditorInput(
        state,
        List.of(),
        AuditRules.STANDARD,
        TimeDemands.of(TsaTrust.nobody()),
        Optional.empty(),
        Optional.empty());
  }

  public AuditorInput withHeads(List<Bytes> kept) {
    return new AuditorInput(state, kept, rules, times, details, previous);
  }

  public AuditorInput withRules(AuditRules expected) {
    return new AuditorInput(state, heads, expected, times, details, previous);
  }

  public AuditorInput withTimes(TimeDemands demands) {
    return new AuditorInput(state, heads, rules, demands, details, previous);
  }

  public AuditorInput withDetails(DetailsKey key) {
    return new AuditorInput(state, heads, rules, times, Optional.of(key), previous);
  }

  /** With what was kept of the closed log that this one is to follow. */
  public AuditorInput withPrevious(ClosedLog closed) {
    return new AuditorInput(state, heads, rules, times, details, Optional.of(closed));
  }
}
