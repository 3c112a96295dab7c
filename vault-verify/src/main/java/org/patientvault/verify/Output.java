package org.patientvault.verify;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.patientvault.audit.CanonicalJson;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Help.Ansi;

/** Prints data to standard output and words to standard error; as JSON when that was asked for. */
public final class Output {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final Ansi ansi;

  /** To {@code terminal}; {@code json} as the option of that name says. */
  public Output(Terminal terminal, boolean json) {
    this.out = terminal.out();
    this.err = terminal.err();
    this.json = json;
    this.ansi = terminal.coloured() ? Ansi.ON : Ansi.OFF;
  }

  /** Whether JSON was asked for. */
  public boolean isJson() {
    return json;
  }

  /** One line of data. */
  public void line(String text) {
    out.println(text);
  }

  /** Bytes that are data already, as they are. */
  public void raw(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /** One line of canonical JSON that is data. */
  public void json(JsonValue value) {
    raw(CanonicalJson.write(value));
    out.println();
  }

  /** A table, text to the left and numbers to the right; programs ask for JSON instead. */
  public void table(List<String> headers, List<List<String>> rows) {
    new TextTable(headers, rows).lines().forEach(this::line);
  }

  /** One word for a person, to standard error. */
  public void say(String words) {
    err.println(words);
  }

  /** As {@link #say}, standing out on a terminal. */
  public void headline(String words) {
    err.println(ansi.string("@|bold " + words.replace("|@", "| @") + "|@"));
  }

  /** What is not as it should be, and stops nothing. */
  public void warn(String words) {
    err.println(ansi.string("@|yellow warning:|@ ") + words);
  }

  /** What to do next. */
  public void hint(String words) {
    err.println("hint: " + words);
  }

  /** What went wrong, and what to do about it. */
  public void failure(Failure failure) {
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
