package org.patientvault.audit.report;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.Entry;
import org.patientvault.model.Bytes;

/** What was asked, on which basis, and which entries it is about. */
record Scope(ReportRequest request, ReportBasis basis) {
  /** Whether an entry is of the time, the patient, the user and the node asked for. */
  boolean holds(Entry entry) {
    return request.span().holds(entry.stamp().time()) && concerns(entry);
  }

  /** As {@link #holds}, whenever it was. */
  boolean concerns(Entry entry) {
    return (request.patient().isEmpty() || isOneOf(entry.subject(), basis.patients()))
        && (request.user().isEmpty() || isOneOf(entry.actor(), basis.users()))
        && (request.node().isEmpty() || request.node().get().equals(entry.stamp().node()));
  }

  private static boolean isOneOf(@Nullable Bytes who, Set<Bytes> asked) {
    return who != null && asked.contains(who);
  }

  boolean hasNames() {
    return basis.source() == ReportBasis.Source.VAULT;
  }
}
