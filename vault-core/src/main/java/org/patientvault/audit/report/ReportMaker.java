package org.patientvault.audit.report;

import org.patientvault.audit.Entry;

/**
 * Makes the answer to one question out of all entries of a log, given in their order.
 *
 * <p>Keeps counts, and of rows a bounded number. For one thread, and one report.
 */
public interface ReportMaker {
  /** Whether this entry's detail is needed, which costs its opening. */
  boolean wantsDetail(Entry entry);

  /** Takes the next entry. */
  void take(ReportEntry entry);

  /** The answer, once every entry was taken. */
  AuditReport make();
}
