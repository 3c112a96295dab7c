package org.patientvault.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables as a person reads them. */
class OutputTest {
  private static String table(List<String> headers, List<List<String>> rows) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(InputStream.nullInputStream(), out, out, null, Map.of());
    new Output(terminal, false).table(headers, rows);
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void table_textStandsLeftAndNumbersStandRight() {
    assertThat(
            table(
                List.of("type", "id", "revision"),
                List.of(
                    List.of("Observation", "bp", "1"),
                    List.of("AllergyIntolerance", "penicillin", "1200"))))
        .isEqualTo(
            """
             type                id          revision
             Observation         bp                 1
             AllergyIntolerance  penicillin      1200
            """);
  }

  @Test
  void table_oneWordAmongNumbers_isText() {
    assertThat(
            table(
                List.of("what", "value"),
                List.of(List.of("slots", "2"), List.of("schema", "version 1"))))
        .isEqualTo(
            """
             what    value
             slots   2
             schema  version 1
            """);
  }

  @Test
  void table_withoutRows_showsItsHeaders() {
    assertThat(table(List.of("revision", "written"), List.of())).contains("revision", "written");
  }
}
