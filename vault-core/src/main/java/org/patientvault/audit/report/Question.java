package org.patientvault.audit.report;

import java.util.Locale;
import java.util.Optional;

/** What auditors ask of a log; each has a report of its own. */
public enum Question {
  /** Who looked at this patient's data, when, which, why? */
  PATIENT,
  /** What did this person do? */
  ACTOR,
  /** Is the log complete, at its end too? */
  COMPLETE,
  /** Could the administrator have changed it? */
  INDEPENDENCE,
  /** Am I shown the log that other auditors are shown? */
  SAMENESS,
  /** Are the times right? */
  TIMES,
  /** Who used emergency access, why, and who reviewed it? */
  BTG,
  /** Are the logs reviewed, how often, by whom, and what was found? */
  REVIEWS,
  /** What was refused, or failed? */
  DENIED,
  /** Who read the log itself? */
  LOGREADS,
  /** Who changed rules, keys or configuration? */
  ADMIN,
  /** What was disclosed, other than for treatment, payment and operations? */
  DISCLOSURES,
  /** How many people does an incident concern, which categories, from when to when? */
  INCIDENT,
  /** What is kept how long, and what is due? */
  RETENTION,
  /** What was erased, by whose order, and only that? */
  ERASURES,
  /** Which personal data are in the log itself? */
  DATAMAP,
  /** What happens when the log is down, and when was it? */
  OUTAGES,
  /** Which keys sign, where are they, when were they changed? */
  KEYS,
  /** Can all this be checked without this software? */
  METHOD;

  /** Its name on the command line. */
  public String command() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The question with this name; empty when there is none. */
  public static Optional<Question> named(String command) {
    for (Question each : values()) {
      if (each.command().equals(command)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Whether its answer rests on a verification of the exported log, and on no name. */
  public boolean asksTheExportedLog() {
    return switch (this) {
      case COMPLETE, INDEPENDENCE, SAMENESS, TIMES, METHOD -> true;
      case PATIENT,
          ACTOR,
          BTG,
          REVIEWS,
          DENIED,
          LOGREADS,
          ADMIN,
          DISCLOSURES,
          INCIDENT,
          RETENTION,
          ERASURES,
          DATAMAP,
          OUTAGES,
          KEYS ->
          false;
    };
  }

  /** Who makes the answer. */
  public static ReportMaker maker(ReportRequest request, ReportBasis basis) {
    Scope scope = new Scope(request, basis);
    return switch (request.question()) {
      case PATIENT -> new PatientReport(scope);
      case ACTOR -> new ActorReport(scope);
      case COMPLETE -> new CompleteReport(scope);
      case INDEPENDENCE -> new IndependenceReport(scope);
      case SAMENESS -> new SamenessReport(scope);
      case TIMES -> new TimesReport(scope);
      case BTG -> new BtgReport(scope);
      case REVIEWS -> new ReviewsReport(scope);
      case DENIED -> new DeniedReport(scope);
      case LOGREADS -> new LogReadsReport(scope);
      case ADMIN -> new AdminReport(scope);
      case DISCLOSURES -> new DisclosuresReport(scope);
      case INCIDENT -> new IncidentReport(scope);
      case RETENTION -> new RetentionReport(scope);
      case ERASURES -> new ErasuresReport(scope);
      case DATAMAP -> new DataMapReport(scope);
      case OUTAGES -> new OutagesReport(scope);
      case KEYS -> new KeysReport(scope);
      case METHOD -> new MethodReport(scope);
    };
  }
}
