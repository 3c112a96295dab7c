package org.patientvault.access;

import java.util.Locale;

/**
 * What someone wants to do. Reading and writing are asked for per field class, the others as a
 * whole.
 *
 * <p>There is no action for export: whoever may read a class may export it, and nobody else.
 */
public enum Action {
  /** See the values of fields; exporting them is the same right. */
  READ,
  /** Store values: create, amend, import. */
  WRITE,
  /** Find a patient by identifier, list a patient's records. */
  SEARCH,
  /** Manage keys, slots, schema and policy; erase. Opens nothing by itself. */
  ADMINISTER,
  /** Read the access log. */
  AUDIT;

  /** Whether the field class matters to a decision on this action. */
  public boolean isPerClass() {
    return switch (this) {
      case READ, WRITE -> true;
      case SEARCH, ADMINISTER, AUDIT -> false;
    };
  }

  /** How policy files and messages spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
