package org.patientvault.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table for a person: text stands to the left, numbers to the right, and what is too long for one
 * line of a cell goes on in the next. Widths are counted in Java's chars.
 */
final class TextTable {
  private static final int WIDEST_CELL = 78;

  private final List<Column> columns;
  private final List<List<String>> rows;

  /** Each row has as many cells as there are headers. */
  TextTable(List<String> headers, List<List<String>> rows) {
    this.columns =
        IntStream.range(0, headers.size())
            .mapToObj(i -> Column.of(headers.get(i), rows.stream().map(row -> row.get(i)).toList()))
            .toList();
    this.rows = new ArrayList<>();
    this.rows.add(headers);
    this.rows.addAll(rows);
  }

  /** How wide a column is, and on which side its cells stand. */
  private record Column(int width, boolean right) {
    static Column of(String header, List<String> cells) {
      boolean numbers = !cells.isEmpty() && cells.stream().allMatch(c -> c.matches("[0-9]+"));
      int width = width(header);
      for (String cell : cells) {
        width = Math.max(width, width(cell));
      }
      return new Column(width, numbers);
    }

    private static int width(String cell) {
      return Math.min(WIDEST_CELL, split(cell).mapToInt(String::length).max().orElse(0));
    }

    String place(String text) {
      String space = " ".repeat(width - text.length());
      return " " + (right ? space + text : text + space) + " ";
    }
  }

  /** Its lines, the headers first, none with a blank at its end. */
  List<String> lines() {
    return rows.stream().flatMap(row -> lines(row).stream()).toList();
  }

  private List<String> lines(List<String> row) {
    List<List<String>> cells = row.stream().map(TextTable::wrapped).toList();
    int height = cells.stream().mapToInt(List::size).max().orElse(0);
    return IntStream.range(0, height).mapToObj(line -> line(cells, line)).toList();
  }

  private String line(List<List<String>> cells, int line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      List<String> cell = cells.get(i);
      text.append(columns.get(i).place(line < cell.size() ? cell.get(line) : ""));
    }
    return text.toString().stripTrailing();
  }

  /** The lines of a cell, broken at blanks where there are some. */
  private static List<String> wrapped(String cell) {
    return split(cell).flatMap(line -> broken(line).stream()).toList();
  }

  private static Stream<String> split(String cell) {
    return Arrays.stream(cell.split("\r\n|\r|\n", -1));
  }

  private static List<String> broken(String line) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (line.length() - from > WIDEST_CELL) {
      int blank = line.lastIndexOf(' ', from + WIDEST_CELL);
      boolean atBlank = blank > from;
      lines.add(line.substring(from, atBlank ? blank : from + WIDEST_CELL));
      from = atBlank ? blank + 1 : from + WIDEST_CELL;
    }
    lines.add(line.substring(from));
    return lines;
  }
}
