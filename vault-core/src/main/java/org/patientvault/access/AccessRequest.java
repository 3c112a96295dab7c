package org.patientvault.access;

import org.jspecify.annotations.Nullable;
import org.patientvault.model.FieldClass;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;

/**
 * One question to the policy: may this role, for this purpose, do this to fields of this class?
 *
 * <p>{@code fieldClass} is null exactly when {@link Action#isPerClass} says no. {@code emergency}
 * is true when the actor declared an emergency and gave a reason.
 */
public record AccessRequest(
    Action action, Role role, Purpose purpose, @Nullable FieldClass fieldClass, boolean emergency) {
  public AccessRequest {
    if (action.isPerClass() != (fieldClass != null)) {
      throw new IllegalArgumentException(
          action.isPerClass()
              ? action.word() + " is asked for one field class"
              : action.word() + " is asked for without a field class");
    }
  }

  /** To see, or export, fields of one class; no emergency. */
  public static AccessRequest read(Role role, Purpose purpose, FieldClass fieldClass) {
    return new AccessRequest(Action.READ, role, purpose, fieldClass, false);
  }

  /** To store fields of one class; no emergency. */
  public static AccessRequest write(Role role, Purpose purpose, FieldClass fieldClass) {
    return new AccessRequest(Action.WRITE, role, purpose, fieldClass, false);
  }

  /** To find a patient, or list what there is of one; no emergency. */
  public static AccessRequest search(Role role, Purpose purpose) {
    return new AccessRequest(Action.SEARCH, role, purpose, null, false);
  }

  /** To manage slots, schema and policy. */
  public static AccessRequest administer(Role role, Purpose purpose) {
    return new AccessRequest(Action.ADMINISTER, role, purpose, null, false);
  }

  /** To read the access log. */
  public static AccessRequest audit(Role role, Purpose purpose) {
    return new AccessRequest(Action.AUDIT, role, purpose, null, false);
  }

  /** The same question, asked in a declared emergency. */
  public AccessRequest inEmergency() {
    return new AccessRequest(action, role, purpose, fieldClass, true);
  }

  /** For a sentence that begins "a nurse": {@code nurse read clinical for TREAT}. */
  String words() {
    String what = fieldClass == null ? "" : " " + fieldClass;
    return role
        + " "
        + action.word()
        + what
        + " for "
        + purpose
        + (emergency ? " (emergency)" : "");
  }
}
