package org.patientvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.patientvault.cli.CommandLineFixture.Ran;

class DemoCommandTest {
  @Test
  void demo_showsTheMainJobFindsItsAttacksAndCleansUp() throws IOException {
    List<Path> before = leftovers();
    Ran ran = CommandLineFixture.raw("", Map.of(), "demo");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("records of 14 patients", "0 of ", "\"resourceType\":\"AllergyIntolerance\"")
        .contains("refused: ", "VERIFIED origin=vault.", "ROW CHANGED record=")
        .containsPattern("EDITED index=\\d+ expected-leaf=");
    assertThat(leftovers()).isEqualTo(before);
  }

  private static List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("patientvault-demo"))
          .sorted()
          .toList();
    }
  }
}
