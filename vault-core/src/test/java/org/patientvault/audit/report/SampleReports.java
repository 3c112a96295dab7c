package org.patientvault.audit.report;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.patientvault.audit.Entry;
import org.patientvault.audit.PageLog;

/** Reports as a hospital would hand them out, over a log of samples. */
final class SampleReports {
  private static final List<String> PEOPLE =
      List.of(
          "Dr. Anna Lindqvist",
          "Dr. Mathieu Sauvage",
          "Nurse Karim Haddad",
          "Dr. Elżbieta Nowak",
          "Nurse Siobhán O’Brien",
          "Dr. Li Wei",
          "Registrar Paul Meyer");
  private static final Map<String, String> FRENCH =
      Map.ofEntries(
          Map.entry(
              "Accesses to the record of Maria Fernandes", "Accès au dossier de Maria Fernandes"),
          Map.entry("Accesses", "Accès"),
          Map.entry("Entry", "Entrée"),
          Map.entry("When", "Quand"),
          Map.entry("What", "Quoi"),
          Map.entry("Who", "Qui"),
          Map.entry("Why", "Pourquoi"),
          Map.entry("treatment", "soins"),
          Map.entry("Times", "Nombre"),
          Map.entry("By person", "Par personne"),
          Map.entry("Accesses for each day", "Accès par jour"),
          Map.entry("Accesses for each person", "Accès par personne"));

  private SampleReports() {}

  /** One row for each of the entries, and what adds up from them. */
  static AuditReport of(PageLog log, String language, LongStream indexes) {
    Function<String, String> say =
        text -> language.equals("fr") ? FRENCH.getOrDefault(text, text) : text;
    List<List<String>> rows = indexes.mapToObj(index -> row(log, (int) index, say)).toList();
    ReportTable accesses =
        new ReportTable(
            say.apply("Accesses"),
            List.of(
                column("entry", say.apply("Entry"), ReportColumn.Kind.ENTRY),
                column("time", say.apply("When"), ReportColumn.Kind.TIME),
                column("event", say.apply("What"), ReportColumn.Kind.TEXT),
                column("who", say.apply("Who"), ReportColumn.Kind.TEXT),
                column("why", say.apply("Why"), ReportColumn.Kind.TEXT)),
            rows);
    return new AuditReport(
        "patient",
        language,
        say.apply("Accesses to the record of Maria Fernandes"),
        summary(language, rows.size()),
        List.of(accesses, people(rows, say)),
        List.of(days(rows, say), bars(rows, say)));
  }

  static AuditReport wholeReport(PageLog log, String language) {
    return of(log, language, LongStream.range(0, log.size()));
  }

  private static List<String> summary(String language, int count) {
    return language.equals("fr")
        ? List.of(
            count + " accès au dossier ont été enregistrés entre le 5 janvier et aujourd’hui.",
            "Sept personnes ont ouvert le dossier ; deux demandes ont été refusées.")
        : List.of(
            "The record was opened " + count + " times since 5 January, by seven people.",
            "Every access was for treatment or at the patient’s own request; some were refused.");
  }

  private static List<String> row(PageLog log, int index, Function<String, String> say) {
    Entry entry = log.entry(index);
    String event = index == 0 ? "GENESIS" : entry.event().name();
    String time = new String(log.leaf(index), StandardCharsets.US_ASCII);
    return List.of(
        String.valueOf(index),
        time.substring(12, 36),
        event,
        index == 0 ? "" : PEOPLE.get(index % 7),
        index == 0 ? "" : say.apply("treatment"));
  }

  static ReportColumn column(String key, String heading, ReportColumn.Kind kind) {
    return new ReportColumn(key, heading, kind);
  }

  private static ReportTable people(List<List<String>> rows, Function<String, String> say) {
    List<List<String>> sums = new ArrayList<>();
    counts(rows, 3).forEach((who, count) -> sums.add(List.of(who, String.valueOf(count))));
    return new ReportTable(
        say.apply("By person"),
        List.of(
            column("who", say.apply("Who"), ReportColumn.Kind.TEXT),
            column("count", say.apply("Times"), ReportColumn.Kind.NUMBER)),
        sums);
  }

  private static Map<String, Long> counts(List<List<String>> rows, int column) {
    Map<String, Long> counts = new TreeMap<>();
    rows.stream()
        .filter(row -> !row.get(column).isEmpty())
        .forEach(row -> counts.merge(row.get(column), 1L, Long::sum));
    return counts;
  }

  private static ReportChart bars(List<List<String>> rows, Function<String, String> say) {
    List<ReportChart.Point> points =
        counts(rows, 3).entrySet().stream()
            .map(each -> new ReportChart.Point(each.getKey(), each.getValue()))
            .toList();
    return new ReportChart(say.apply("Accesses for each person"), ReportChart.Kind.BARS, points);
  }

  private static ReportChart days(List<List<String>> rows, Function<String, String> say) {
    TreeMap<String, Long> byDay = new TreeMap<>();
    rows.forEach(row -> byDay.merge(row.get(1).substring(0, 10), 1L, Long::sum));
    List<ReportChart.Point> points =
        byDay.isEmpty()
            ? List.of()
            : LocalDate.parse(byDay.firstKey())
                .datesUntil(LocalDate.parse(byDay.lastKey()).plusDays(1))
                .map(day -> day.toString())
                .map(day -> new ReportChart.Point(day, byDay.getOrDefault(day, 0L)))
                .toList();
    return new ReportChart(say.apply("Accesses for each day"), ReportChart.Kind.TIMELINE, points);
  }
}
