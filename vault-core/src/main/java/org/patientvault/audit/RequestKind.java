package org.patientvault.audit;

import java.util.Arrays;
import java.util.Optional;

/**
 * What one administrator asks and another one agrees to, and the log entry that says it was done.
 */
public enum RequestKind {
  POLICY_INSTALL("policy-install", EventCode.POLICY, true),
  SCHEMA_INSTALL("schema-install", EventCode.CONFIG, true),
  WITNESSES("witnesses", EventCode.CONFIG, true),
  RETENTION("retention", EventCode.CONFIG, true),
  ERASURE_RULE("erasure-rule", EventCode.CONFIG, true),
  ADMINISTRATORS("administrators", EventCode.CONFIG, true),
  SLOT_REMOVE("slot-remove", EventCode.KEY_SLOT_REMOVE, false),
  KEY_DESTROY("key-destroy", EventCode.KEY_DESTROY, false),
  DETAILS_ERASE("details-erase", EventCode.ERASE, false),
  PATIENT_ERASE("patient-erase", EventCode.ERASE, false);

  private final String text;
  private final EventCode done;
  private final boolean publishes;

  RequestKind(String text, EventCode done, boolean publishes) {
    this.text = text;
    this.done = done;
    this.publishes = publishes;
  }

  /** As requests spell it. */
  public String text() {
    return text;
  }

  /** The event of the entry that says it was done. */
  EventCode done() {
    return done;
  }

  /** Whether it puts a public text in force, which the request then names by its SHA-256. */
  public boolean publishes() {
    return publishes;
  }

  /** The kind that is spelled so. */
  public static Optional<RequestKind> named(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
  }
}
