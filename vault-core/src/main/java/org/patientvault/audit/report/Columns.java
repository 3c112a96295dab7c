package org.patientvault.audit.report;

import java.util.ArrayList;
import java.util.List;

/** The columns of a table, from left to right, under their keys' headings. */
final class Columns {
  private final Words words;
  private final List<ReportColumn> columns = new ArrayList<>();

  private Columns(Words words) {
    this.words = words;
  }

  static Columns in(Words words) {
    return new Columns(words);
  }

  Columns text(String... keys) {
    return add(ReportColumn.Kind.TEXT, keys);
  }

  Columns number(String... keys) {
    return add(ReportColumn.Kind.NUMBER, keys);
  }

  Columns time(String... keys) {
    return add(ReportColumn.Kind.TIME, keys);
  }

  Columns entry(String... keys) {
    return add(ReportColumn.Kind.ENTRY, keys);
  }

  private Columns add(ReportColumn.Kind kind, String... keys) {
    for (String key : keys) {
      columns.add(new ReportColumn(key, words.say("column." + key), kind));
    }
    return this;
  }

  List<ReportColumn> list() {
    return columns;
  }
}
