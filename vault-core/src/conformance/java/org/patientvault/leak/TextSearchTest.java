package org.patientvault.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The search for leaks finds what is there, and nothing else. */
class TextSearchTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void plantedValue_isFoundInEverySpelling(Spelling spelling) throws IOException {
    for (String before : List.of("", "x", "xy")) {
      Path file = folder.resolve("planted");
      byte[] spelled = spelling.of(before + "Ostrander" + before);
      Files.write(file, spelled);
      Files.write(file, "....".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
      assertThat(new TextSearch(Set.of("Ostrander")).search(file).found())
          .containsExactly("Ostrander");
    }
  }

  @Test
  void searchForOtherValues_findsNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("planted"), "Ostrander");
    assertThat(new TextSearch(Set.of("Ostranders", "Quillfeather")).search(file).found()).isEmpty();
  }
}
