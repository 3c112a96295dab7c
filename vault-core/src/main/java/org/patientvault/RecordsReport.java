package org.patientvault;

import java.util.List;

/**
 * What holding every row against the log came to. Lines name references, tags and entries, never
 * content.
 */
public record RecordsReport(long rows, List<String> findings) {
  public RecordsReport {
    findings = List.copyOf(findings);
  }

  /**
   * 0 when every row is what the log says, 3 when not: the exit code of {@code audit verify
   * --records}.
   */
  public int exitCode() {
    return findings.isEmpty() ? 0 : 3;
  }
}
