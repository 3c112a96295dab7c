package org.patientvault.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.Approvals;
import org.patientvault.RequestInfo;
import org.patientvault.audit.Administrators;

/** Whether two administrators are needed, and what waits for one of them. */
final class RequestFindings {
  private static final String ABOUT = "administrators";
  private static final Duration SOON = Duration.ofHours(24);

  private RequestFindings() {}

  /** For doctor. */
  static List<Finding> of(Approvals approvals, Instant now) {
    List<Finding> findings = new ArrayList<>();
    Administrators all = approvals.administrators();
    if (all.all().size() == 2) {
      findings.add(
          Finding.warning(
              ABOUT,
              "two are enrolled: with one key lost, rules can be changed no more",
              "enrol a third one: patientvault admin enrol"));
    } else {
      findings.add(Finding.ok(ABOUT, words(all)));
    }
    findings.addAll(warnings(approvals, now));
    return findings;
  }

  static String words(Administrators all) {
    return all.isTwoPerson()
        ? "two of " + all.all().size() + " for what docs/two-persons.md lists"
        : "single: one alone may do everything";
  }

  /** What expires within a day and waits for an approval, or for being done. */
  static List<Finding> warnings(Approvals approvals, Instant now) {
    return approvals.list().stream()
        .filter(
            each ->
                each.state() == RequestInfo.State.PENDING
                    || each.state() == RequestInfo.State.APPROVED)
        .filter(each -> each.expires().isBefore(now.plus(SOON)))
        .map(RequestFindings::expiring)
        .toList();
  }

  private static Finding expiring(RequestInfo request) {
    boolean approved = request.state() == RequestInfo.State.APPROVED;
    return Finding.warning(
        "request",
        request.id() + " (" + request.kind().text() + ") expires at " + request.expires(),
        approved
            ? "it is approved: run its command with --request"
            : "it waits for patientvault request approve");
  }
}
