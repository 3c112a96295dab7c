package org.patientvault.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * For how long the detail of an entry is kept is set for these classes of events. Which event is in
 * which is part of entry version 1. Format: docs/formats/audit-log.md, "Erasure".
 */
public enum RetentionClass {
  /** Who admitted whom, looked at or changed what, or was refused. */
  ACCESS(1),
  /** Emergencies, and what was looked at again. */
  OVERSIGHT(2),
  /** Rules, keys, nodes, backups, erasures. */
  ADMINISTRATION(3),
  /** What left the vault, and to whom. */
  DISCLOSURE(4);

  private final int code;

  RetentionClass(int code) {
    this.code = code;
  }

  /** As it is stored beside a detail. */
  public int code() {
    return code;
  }

  /** As a rule and an order name it: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class with this name; empty when there is none. */
  public static Optional<RetentionClass> named(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }

  /** The class of an event's details. */
  public static RetentionClass of(EventCode event) {
    return switch (event) {
      case READ, QUERY, CREATE, UPDATE, DELETE, DENY, LOGIN, LOG_READ, KEY_CREATE, MERGE, UNMERGE ->
          ACCESS;
      case BTG_OPEN, BTG_CLOSE, BTG_REVIEW, REVIEW -> OVERSIGHT;
      case EXPORT -> DISCLOSURE;
      default -> ADMINISTRATION;
    };
  }
}
