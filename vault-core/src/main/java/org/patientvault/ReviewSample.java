package org.patientvault;

import java.util.List;

/**
 * What was drawn to be looked at.
 *
 * @param entries with their details, in the order of the log
 * @param candidates how many entries it was drawn from
 * @param entry the index of the entry that tells of the draw
 */
public record ReviewSample(List<AuditLine> entries, long candidates, long entry) {
  public ReviewSample {
    entries = List.copyOf(entries);
  }
}
