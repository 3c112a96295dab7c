package org.patientvault.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.FieldClass;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;

/**
 * One line of a policy: for these roles, purposes and classes, these actions have this effect.
 *
 * <p>{@code classes} counts for reading and writing only. Administration and audit are never a
 * matter of emergency, so {@link Effect#BREAK_GLASS} on them is refused.
 */
public record AccessRule(
    String name,
    Scope<Role> roles,
    Scope<Purpose> purposes,
    Scope<FieldClass> classes,
    Set<Action> actions,
    Effect effect) {
  public AccessRule {
    actions = Set.copyOf(actions);
    if (name.isBlank() || name.length() > 200) {
      throw new IllegalArgumentException("a rule's name has 1 to 200 characters");
    }
    if (actions.isEmpty()) {
      throw new IllegalArgumentException("a rule names at least one action");
    }
    if (effect == Effect.BREAK_GLASS
        && (actions.contains(Action.ADMINISTER) || actions.contains(Action.AUDIT))) {
      throw new IllegalArgumentException(
          "administer and audit cannot be break-glass: allow them or leave them out");
    }
  }

  /** Whether this rule has a say in {@code request}. */
  public boolean covers(AccessRequest request) {
    return matches(request.action(), request.role(), request.purpose(), request.fieldClass());
  }

  /** {@code null} stands for a role or class that no rule names. */
  boolean matches(
      Action action, @Nullable Role role, Purpose purpose, @Nullable FieldClass fieldClass) {
    return actions.contains(action)
        && roles.covers(role)
        && purposes.covers(purpose)
        && (!action.isPerClass() || classes.covers(fieldClass));
  }
}
