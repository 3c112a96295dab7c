package org.patientvault.cli;

import java.util.List;
import org.patientvault.MigrationReport;
import org.patientvault.MigrationReport.Comparison;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.verify.Output;

/** Says what moving a table in came to: counts and places of rows, never what stands in one. */
final class MigrationLines {
  private final Output output;
  private final MigrationReport report;
  private final boolean dryRun;

  MigrationLines(Output output, MigrationReport report, boolean dryRun) {
    this.output = output;
    this.report = report;
    this.dryRun = dryRun;
  }

  ExitCode tell() {
    report.problems().forEach(each -> output.say("row " + each.row() + ": " + each.reason()));
    if (report.skipped() > report.problems().size()) {
      output.say("and " + (report.skipped() - report.problems().size()) + " more");
    }
    if (output.isJson()) {
      output.json(json());
    } else {
      lines();
    }
    boolean good = dryRun ? report.skipped() == 0 : report.complete();
    return good ? ExitCode.VERIFIED : ExitCode.REFUSED;
  }

  private void lines() {
    if (dryRun) {
      output.line(
          "%d rows of %d patients: would create %d, update %d, leave %d; %d cannot be moved"
              .formatted(
                  report.rows(),
                  report.patients(),
                  report.created(),
                  report.updated(),
                  report.unchanged() + report.kept(),
                  report.skipped()));
      report.nulls().forEach(this::nulls);
      output.say("nothing was written");
    } else if (report.comparison().isEmpty()) {
      output.say("nothing was moved; --keep-going moves what is good");
    } else {
      output.line(
          "created %d, updated %d, unchanged %d, skipped %d; patients admitted %d"
              .formatted(
                  report.created(),
                  report.updated(),
                  report.unchanged(),
                  report.skipped(),
                  report.patientsAdmitted()));
      compared(report.comparison().get());
    }
    if (report.kept() > 0) {
      output.warn(
          report.kept()
              + " records were changed in the vault after their row was moved, and stay as they"
              + " are");
    }
  }

  private void nulls(String column, long count) {
    output.line("column %s: %d null".formatted(column, count));
  }

  private void compared(Comparison compared) {
    if (compared.agrees()) {
      output.line("COMPARED: all %d rows are in the vault".formatted(compared.rows()));
    } else {
      output.line(
          "NOT COMPLETE: of %d rows, %d are in the vault, %d changed, %d are new, %d cannot be moved; %d are gone from the table"
              .formatted(
                  compared.rows(),
                  compared.same() + compared.kept(),
                  compared.changed(),
                  compared.missing(),
                  compared.unreadable(),
                  compared.gone()));
      if (compared.changed() + compared.missing() + compared.gone() > 0) {
        output.say("the table changed while it ran; run it again when nobody writes there");
      }
    }
    if (compared.records() > compared.rows()) {
      output.say(
          "the vault has "
              + compared.records()
              + " records of this type, more than the table has rows: of rows deleted since, or"
              + " brought in by others");
    }
  }

  private JsonValue json() {
    JsonMembers facts =
        JsonValue.members()
            .put("dryRun", dryRun)
            .put("complete", report.complete())
            .put("rows", report.rows())
            .put("patients", report.patients())
            .put("created", report.created())
            .put("updated", report.updated())
            .put("unchanged", report.unchanged())
            .put("kept", report.kept())
            .put("patientsAdmitted", report.patientsAdmitted())
            .put("skipped", report.skipped())
            .put("nulls", JsonValue.of(nulls()))
            .put("problems", JsonValue.of(problems()));
    report.comparison().ifPresent(each -> facts.put("comparison", json(each)));
    return facts.build();
  }

  private List<JsonValue> nulls() {
    return report.nulls().entrySet().stream()
        .map(
            each ->
                (JsonValue)
                    JsonValue.members()
                        .put("column", each.getKey())
                        .put("rows", each.getValue())
                        .build())
        .toList();
  }

  private List<JsonValue> problems() {
    return report.problems().stream()
        .map(
            each ->
                (JsonValue)
                    JsonValue.members().put("row", each.row()).put("reason", each.reason()).build())
        .toList();
  }

  private static JsonValue json(Comparison compared) {
    return JsonValue.members()
        .put("rows", compared.rows())
        .put("same", compared.same())
        .put("kept", compared.kept())
        .put("changed", compared.changed())
        .put("missing", compared.missing())
        .put("unreadable", compared.unreadable())
        .put("gone", compared.gone())
        .put("records", compared.records())
        .build();
  }
}
