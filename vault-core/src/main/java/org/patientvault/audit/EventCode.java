package org.patientvault.audit;

import java.util.Optional;

/**
 * What happened, and which keys an entry of that kind must and may have.
 *
 * <p>The constants and their table are part of entry version 1: none is renamed or taken away, and
 * codes that nothing writes yet are reserved from the start. Where a row names a third set, at
 * least one key of it must be there. Format: docs/formats/audit-log.md.
 */
public enum EventCode {
  READ("arsuph", "dcw"),
  QUERY("aruph", "sdcw"),
  CREATE("arsuphw", "dcy"),
  UPDATE("arsuphw", "dcy"),
  DELETE("arsuph", "dcwy"),
  EXPORT("aruh", "sdcpwyq"),
  DENY("arh", "sdcupwq"),
  LOGIN("a", "ru"),
  BTG_OPEN("arsuh", "cp"),
  BTG_CLOSE("s", "aru"),
  BTG_REVIEW("arh", "supyg"),
  REVIEW("arh", "supyqg"),
  LOG_READ("aruh", "scpqg"),
  ERASE("arh", "sdupwyqg", "sg"),
  EXPIRE("", "arsdupwyqg", "sg"),
  PRUNE("g", "arupwyq"),

  KEY_CREATE("", "arsdupwyq"),
  KEY_NEXT("q", "arsdupwy"),
  KEY_REWRAP("", "arsdupwyq"),
  KEY_ROTATE("", "arsdupwyq"),
  KEY_PROMOTE("", "arsdupwyq"),
  KEY_DESTROY("", "arsdupwyq"),
  KEY_STATE("", "arsdupwyq"),
  KEY_LEASE("", "arsdupwyq"),
  KEY_SLOT_ADD("w", "arupyq"),
  KEY_SLOT_REMOVE("w", "arupyq"),
  KEY_SLOT_CHANGE("w", "arupyq"),
  KEY_SLOT_STALE("w", "arupyq"),

  CONFIG("", "arupwyq", "hwq"),
  POLICY("q", "arupwy"),
  START("", "arupwq"),
  STOP("", "arupwqz"),
  SEAL("wz", ""),
  ANCHOR("q", "arupwg"),
  GENESIS("wq", "arupy"),
  CLOSE("w", "arupyq"),

  REENCRYPT("", "arsdcupwyqg"),
  RESTORE("", "arsdcupwyqg"),
  BACKUP("", "arsdcupwyqg"),
  MERGE("", "arsdcupwyqg"),
  UNMERGE("", "arsdcupwyqg"),
  HOLD("", "arsdcupwyqg"),
  REQUEST("", "arsdcupwyqg"),
  APPROVE("", "arsdcupwyqg"),
  STATE("w", "arsdcupyqg"),
  FAIL("", "arsdcupwyqg"),
  COMPROMISE("", "arsdcupwyqg"),
  GRANT("", "arsdcupwyqg"),
  REVOKE("", "arsdcupwyqg");

  private final int required;
  private final int allowed;
  private final int oneOf;

  EventCode(String required, String optional) {
    this(required, optional, "");
  }

  EventCode(String required, String optional, String oneOf) {
    this.required = EntryKey.COMMON | EntryKey.setOf(required);
    this.allowed = this.required | EntryKey.ANYWHERE | EntryKey.setOf(optional);
    this.oneOf = EntryKey.setOf(oneOf);
  }

  /** Why an entry of this kind may not have exactly these keys, in words; empty when it may. */
  Optional<String> refusal(int keys) {
    if ((required & ~keys) != 0) {
      return Optional.of(this + " lacks " + EntryKey.letters(required & ~keys));
    }
    if ((keys & ~allowed) != 0) {
      return Optional.of(this + " must not have " + EntryKey.letters(keys & ~allowed));
    }
    if (oneOf != 0 && (keys & oneOf) == 0) {
      return Optional.of(this + " needs one of " + EntryKey.letters(oneOf));
    }
    return Optional.empty();
  }

  /** True for the kinds that commit a record's row: their digest says what the row must be. */
  public boolean isWrite() {
    return this == CREATE || this == UPDATE;
  }

  /** True when {@link #refusal} is empty, without making words. */
  boolean takes(int keys) {
    return (required & ~keys) == 0 && (keys & ~allowed) == 0 && (oneOf == 0 || (keys & oneOf) != 0);
  }
}
