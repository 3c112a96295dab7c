package org.patientvault;

import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.patientvault.model.KeyLevel;

/** A report of a compromise in words that a person can file. */
final class CompromiseText {
  private final CompromiseReport report;

  CompromiseText(CompromiseReport report) {
    this.report = report;
  }

  Stream<String> lines() {
    return Stream.of(head(), reachable(), counted(), log(), duties()).flatMap(each -> each);
  }

  private Stream<String> head() {
    String what =
        report.slot().isEmpty()
            ? "compromised key: " + report.level().text() + " " + report.key()
            : "compromised slot: " + report.slot() + " (the root and the log's keys)";
    return Stream.of(
        what,
        "told by: " + report.askedBy() + " at " + at(report.told()),
        "reason: " + report.reason().replace('\n', ' '));
  }

  private Stream<String> reachable() {
    return Stream.concat(
        report.windows().stream()
            .map(
                window ->
                    "reachable: "
                        + window.level().text()
                        + " from "
                        + at(window.from())
                        + " to "
                        + window.to().map(CompromiseText::at).orElse("now: not renewed")),
        Stream.of("what was copied before stays readable to who has the key"));
  }

  private Stream<String> counted() {
    CompromiseReport.Counts counts = report.counts();
    return Stream.of(
        "patients: " + counts.patients(),
        "records: " + counts.records() + " in " + counts.revisions() + " revisions",
        "records by class: " + numbers(counts.byClass()),
        "records by type: " + numbers(counts.byType()),
        "identifiers of patients: " + counts.identifiers(),
        "details of the log by class: " + numbers(counts.details()));
  }

  private Stream<String> log() {
    Stream<String> backups =
        report.backups().isEmpty()
            ? Stream.of("backups that stay readable with the key: none is known")
            : report.backups().stream()
                .map(
                    each ->
                        "backup that stays readable with the key: "
                            + each.id()
                            + " of "
                            + each.time()
                            + ", to be destroyed by "
                            + each.until());
    Stream<String> forged =
        report.windows().stream()
            .filter(window -> window.level() == KeyLevel.LOG)
            .map(
                window ->
                    "signatures of the log from "
                        + at(window.from())
                        + " on could have been forged, but for what stands outside: the first "
                        + report.outside().orElse(0L)
                        + " entries of "
                        + report.told().log());
    return Stream.of(
            Stream.of("in the log in that time: " + numbers(report.accesses())), backups, forged)
        .flatMap(each -> each);
  }

  private Stream<String> duties() {
    return Stream.of(
        "early warning due (24 h, NIS 2 Art. 23): " + report.earlyWarningDue(),
        "notification due (72 h, GDPR Art. 33, NIS 2 Art. 23): " + report.notificationDue(),
        "this report in the log: " + at(report.done()));
  }

  private static String at(CompromiseReport.Moment moment) {
    return moment.time() + " (entry " + moment.index() + " of " + moment.log() + ")";
  }

  private static String numbers(SortedMap<String, Long> counts) {
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", "));
  }
}
