package org.patientvault.audit;

import java.util.List;
import java.util.Optional;
import org.patientvault.model.Bytes;

/**
 * What an auditor brings to a verification beside the policy: what he or others kept from before,
 * and what he expects. Immutable.
 *
 * @param state what he kept from the last time; empty the first time
 * @param heads signed notes of this log that others kept, such as witnesses; each opened by the
 *     policy
 * @param rules what he expects of those who kept the log
 */
public record AuditorInput(Optional<AuditorState> state, List<Bytes> heads, AuditRules rules) {
  public AuditorInput {
    heads = List.copyOf(heads);
  }

  /** A state, or none; nobody else's head, and the standard rules. */
  public static AuditorInput of(Optional<AuditorState> state) {
    return new AuditorInput(state, List.of(), AuditRules.STANDARD);
  }

  public AuditorInput withHeads(List<Bytes> kept) {
    return new AuditorInput(state, kept, rules);
  }

  public AuditorInput withRules(AuditRules expected) {
    return new AuditorInput(state, heads, expected);
  }
}
