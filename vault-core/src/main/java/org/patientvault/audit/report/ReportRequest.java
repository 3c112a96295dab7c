package org.patientvault.audit.report;

import java.util.Optional;
import org.patientvault.model.VaultException;

/**
 * What an auditor asks.
 *
 * @param patient whose entries alone: the vault's reference of a patient, or the pseudonym that
 *     entries have
 * @param user whose doings alone: a user id, or the pseudonym that entries have
 * @param node which node's entries alone
 * @param staff how a patient's statement shows who looked
 */
public record ReportRequest(
    Question question,
    Language language,
    Span span,
    Optional<String> patient,
    Optional<String> user,
    Optional<String> node,
    StaffShown staff) {

  /**
   * @throws VaultException.InvalidInput when the question is about a patient or a user, and none is
   *     named
   */
  public ReportRequest {
    if (question == Question.PATIENT && patient.isEmpty()) {
      throw new VaultException.InvalidInput("which patient? give --patient PATIENT");
    }
    if (question == Question.ACTOR && user.isEmpty()) {
      throw new VaultException.InvalidInput("whose doings? give --user USER");
    }
  }

  /** A question about the whole log. */
  public static ReportRequest of(Question question, Language language) {
    return new ReportRequest(
        question,
        language,
        Span.ALL,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        StaffShown.ROLE);
  }

  /** The same, of a time. */
  public ReportRequest during(Span time) {
    return new ReportRequest(question, language, time, patient, user, node, staff);
  }

  /** The same, of one patient. */
  public ReportRequest ofPatient(String whom) {
    return new ReportRequest(question, language, span, Optional.of(whom), user, node, staff);
  }

  /** The same, of what one person did. */
  public ReportRequest ofUser(String who) {
    return new ReportRequest(question, language, span, patient, Optional.of(who), node, staff);
  }

  /** The same, of what was written by one node. */
  public ReportRequest ofNode(String name) {
    return new ReportRequest(question, language, span, patient, user, Optional.of(name), staff);
  }

  /** The same, with other words for staff. */
  public ReportRequest showing(StaffShown shown) {
    return new ReportRequest(question, language, span, patient, user, node, shown);
  }
}
