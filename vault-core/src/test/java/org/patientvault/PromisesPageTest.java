package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test class that docs/promises.md names is where the page says. */
class PromisesPageTest {
  private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*(?:Test|Contract))`");

  @Test
  void namedTests_areThere() throws IOException {
    String page = Files.readString(Path.of("../docs/promises.md"));
    Set<String> known = classes("src/test");
    Set<String> ofTheCommand =
        Set.of("NothingPersonalPrintedTest", "NowhereToWriteTest", "EraseCommandsTest");
    Set<String> ofTheVerifier = Set.of("ReachTest", "VerifierJarTest");
    assertThat(classes("src/conformance")).contains("LeakTest");
    assertThat(classes("../vault-cli/src/test")).containsAll(ofTheCommand);
    assertThat(classes("../vault-verify/src/test")).containsAll(ofTheVerifier);
    known.add("LeakTest");
    known.addAll(ofTheCommand);
    known.addAll(ofTheVerifier);
    List<String> named = CLASS.matcher(page).results().map(found -> found.group(1)).toList();
    assertThat(named).hasSizeGreaterThan(20);
    assertThat(known).containsAll(named);
  }

  private static Set<String> classes(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      Set<String> names = new TreeSet<>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .forEach(name -> names.add(name.replace(".java", "")));
      return names;
    }
  }
}
