package org.patientvault.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Help.Ansi;

/** Prints data to standard output and words to standard error; as JSON when that was asked for. */
final class Output {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final Ansi ansi;

  Output(Terminal terminal, boolean json) {
    this.out = terminal.out();
    this.err = terminal.err();
    this.json = json;
    this.ansi = terminal.coloured() ? Ansi.ON : Ansi.OFF;
  }

  boolean isJson() {
    return json;
  }

  /** One line of data. */
  void line(String text) {
    out.println(text);
  }

  /** Bytes that are data already, as they are. */
  void raw(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  void json(JsonValue value) {
    raw(CanonicalJson.write(value));
    out.println();
  }

  /** A table, text to the left and numbers to the right; programs ask for JSON instead. */
  void table(List<String> headers, List<List<String>> rows) {
    Column[] columns = new Column[headers.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = column(headers.get(i), i, rows);
    }
    String[][] cells =
        rows.stream().map(row -> row.toArray(String[]::new)).toArray(String[][]::new);
    String text = AsciiTable.getTable(AsciiTable.NO_BORDERS, columns, cells);
    text.lines().map(String::stripTrailing).forEach(this::line);
  }

  private static Column column(String header, int at, List<List<String>> rows) {
    boolean numbers =
        !rows.isEmpty() && rows.stream().allMatch(row -> row.get(at).matches("[0-9]+"));
    HorizontalAlign align = numbers ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
    return new Column().header(header).headerAlign(align).dataAlign(align);
  }

  /** One word for a person, to standard error. */
  void say(String words) {
    err.println(words);
  }

  /** As {@link #say}, standing out on a terminal. */
  void headline(String words) {
    err.println(ansi.string("@|bold " + words.replace("|@", "| @") + "|@"));
  }

  void warn(String words) {
    err.println(ansi.string("@|yellow warning:|@ ") + words);
  }

  /** What to do next. */
  void hint(String words) {
    err.println("hint: " + words);
  }

  /** What went wrong, and what to do about it. */
  void failure(Failure failure) {
    if (json) {
      err.write(errorJson(failure), 0, errorJson(failure).length);
      err.println();
      return;
    }
    err.println(ansi.string("@|red patientvault:|@ ") + failure.message());
    if (!failure.hint().isEmpty()) {
      hint(failure.hint());
    }
  }

  private static byte[] errorJson(Failure failure) {
    String printable =
        new String(failure.message().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return CanonicalJson.write(
        JsonValue.members()
            .put("error", printable)
            .put("hint", failure.hint())
            .put("code", failure.code().code())
            .build());
  }
}
