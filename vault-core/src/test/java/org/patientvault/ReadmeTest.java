package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.SecretSource;

/** The first sample is compiled and run as it stands on the page. */
class ReadmeTest {
  private static final int MAX_LINES = 15;

  @TempDir Path folder;

  private static String block(String language) throws IOException {
    return block(language, 0);
  }

  private static String block(String language, int before) throws IOException {
    String page = Files.readString(Path.of("../README.md"));
    Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
    for (int i = 0; i <= before; i++) {
      assertThat(block.find()).isTrue();
    }
    return block.group(1);
  }

  /** What stands around the sample: its imports, or all else. */
  private static String around(boolean imports) throws IOException {
    return block("java", 1)
        .lines()
        .filter(line -> line.startsWith("import ") == imports)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void firstSample_isShort() throws IOException {
    assertThat(block("xml").lines().count() + block("java").lines().count())
        .isLessThanOrEqualTo(MAX_LINES);
  }

  @Test
  void firstSample_compilesAndReadsWhatItWrote() throws Exception {
    Path vault = folder.resolve("clinic.vault");
    compile(block("java").replace("\"clinic.vault\"", "\"" + vault + "\""));
    try (URLClassLoader sample = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      SecretSource secret = "correct horse battery"::toCharArray;
      Object read =
          sample.loadClass("Sample").getMethod("run", SecretSource.class).invoke(null, secret);
      assertThat(read).isEqualTo("penicillin");
    }
    assertThat(vault).exists();
  }

  private void compile(String body) throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("Sample.java"),
            """
            %s
            public class Sample {
              public static String run(SecretSource secret) {
            %s
              }
              static SecretSource atATerminal() {
            %s
                return secret;
              }
            }
            """
                .formatted(around(true), body, around(false)));
    List<String> arguments =
        List.of(
            "-Xlint:all",
            "-Werror",
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            source.toString());
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(failed).isZero();
  }
}
