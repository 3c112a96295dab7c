package org.patientvault;

import java.util.Optional;
import org.patientvault.audit.Entry;

/**
 * One log entry with its detail, as an auditor with the vault's keys sees it.
 *
 * <p>{@code detail} is canonical JSON with real names; empty when it was deleted by right. {@code
 * toString} leaves it out.
 */
public record AuditLine(long index, Entry entry, Optional<String> detail) {
  @Override
  public String toString() {
    return "AuditLine[" + index + ", " + entry.event() + "]";
  }
}
