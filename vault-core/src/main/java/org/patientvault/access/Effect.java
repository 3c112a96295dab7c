package org.patientvault.access;

/** What a rule says when it matches, in rising strength: the strongest matching rule decides. */
public enum Effect {
  /** Go ahead. */
  ALLOW,
  /** Refused unless the actor declares an emergency and gives a reason. */
  BREAK_GLASS,
  /** Refused, whatever is declared and whatever other rules say. */
  DENY;

  /** The stronger of two. */
  Effect and(Effect other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** How policy files and messages spell it. */
  public String word() {
    return switch (this) {
      case ALLOW -> "allow";
      case BREAK_GLASS -> "break-glass";
      case DENY -> "deny";
    };
  }
}
