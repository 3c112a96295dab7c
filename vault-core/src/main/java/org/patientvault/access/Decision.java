package org.patientvault.access;

/** The policy's answer to one {@link AccessRequest}. */
public sealed interface Decision {
  /** Go ahead. {@code byBreakGlass} says that only the declared emergency made it possible. */
  record Allowed(boolean byBreakGlass) implements Decision {
    static final Allowed PLAINLY = new Allowed(false);
    static final Allowed BY_BREAK_GLASS = new Allowed(true);
  }

  /** Refused, whatever is declared. */
  record Denied(AccessRequest request) implements Decision {
    /** Why, in plain words that name role, purpose and class; never a patient. */
    public String reason() {
      return "the access policy does not let role "
          + request.role()
          + " "
          + request.action().word()
          + classWords(request)
          + " for purpose "
          + request.purpose();
    }
  }

  /** Refused unless an emergency is declared with a reason. */
  record NeedsBreakGlass(AccessRequest request) implements Decision {
    /** Why, in plain words that name role, purpose and class; never a patient. */
    public String reason() {
      return "the access policy lets role "
          + request.role()
          + " "
          + request.action().word()
          + classWords(request)
          + " for purpose "
          + request.purpose()
          + " only in a declared emergency";
    }
  }

  /** Whether to go ahead. */
  default boolean isAllowed() {
    return this instanceof Allowed;
  }

  private static String classWords(AccessRequest request) {
    return request.fieldClass() == null ? "" : " " + request.fieldClass() + " fields";
  }
}
