package org.patientvault.audit;

import java.util.Locale;
import java.util.Optional;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.Purpose;

/** Of which entries a sample is drawn. Part of the format: docs/formats/audit-log.md, "Samples". */
public enum SampleKind {
  /** Everything that was done, or tried, with patients' data. */
  ALL,
  /** Emergency windows that were opened, and what was done in them. */
  BTG,
  /** What touched very restricted data. */
  VIP,
  /** What was refused. */
  DENIED,
  /** What was handed out. */
  EXPORT;

  /** Its name on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with this name; empty when there is none. */
  public static Optional<SampleKind> named(String word) {
    for (SampleKind each : values()) {
      if (each.word().equals(word)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Whether an entry is of this kind. */
  public boolean holds(Entry entry) {
    return isAccess(entry.event())
        && switch (this) {
          case ALL -> true;
          case BTG -> entry.event() == EventCode.BTG_OPEN || entry.purpose() == Purpose.BTG;
          case VIP -> entry.confidentiality() == Confidentiality.V;
          case DENIED -> entry.event() == EventCode.DENY;
          case EXPORT -> entry.event() == EventCode.EXPORT;
        };
  }

  private static boolean isAccess(EventCode event) {
    return switch (event) {
      case READ, QUERY, CREATE, UPDATE, DELETE, EXPORT, DENY, BTG_OPEN -> true;
      default -> false;
    };
  }
}
