package org.patientvault.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is in the auditor's jar, and what is not. */
class JarContentsTest {
  private static final long LARGEST_BYTES = 11L << 20;

  /** Where classes may stand; those of the JDK's later versions too. */
  private static final String CLASSES =
      "(META-INF/versions/[0-9]+/)?"
          + "(org/patientvault/(audit|model|verify)|org/bouncycastle|org/apache/commons/codec|picocli)"
          + "/.*";

  private static List<String> names() throws IOException {
    try (JarFile jar = new JarFile(JarProcess.JAR.toFile())) {
      return jar.stream()
          .filter(entry -> !entry.isDirectory())
          .map(entry -> entry.getName())
          .toList();
    }
  }

  private static String text(String name) throws IOException {
    try (JarFile jar = new JarFile(JarProcess.JAR.toFile())) {
      return new String(
          jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void classes_areTheAuditorsSideAndThreeLibraries() throws IOException {
    List<String> classes = names().stream().filter(name -> name.endsWith(".class")).toList();
    assertThat(classes).hasSizeGreaterThan(1000).allMatch(name -> name.matches(CLASSES));
    assertThat(names())
        .contains("org/patientvault/audit/BundleVerifier.class", "picocli/CommandLine.class")
        .noneMatch(name -> name.startsWith("org/patientvault/keys"))
        .noneMatch(name -> name.startsWith("org/patientvault/internal"))
        .noneMatch(name -> name.matches("org/patientvault/[^/]*"));
  }

  @Test
  void restOfIt_isResourcesLicencesAndNothingThatWasSignedElsewhere() throws IOException {
    Map<Boolean, List<String>> others =
        names().stream()
            .filter(name -> !name.endsWith(".class"))
            .collect(Collectors.partitioningBy(name -> name.startsWith("META-INF/")));
    assertThat(others.get(false)).allMatch(name -> name.matches(CLASSES));
    assertThat(others.get(true))
        .containsExactlyInAnyOrder(
            "META-INF/MANIFEST.MF",
            "META-INF/LICENSE",
            "META-INF/LICENSE.md",
            "META-INF/LICENSE.txt",
            "META-INF/NOTICE",
            "META-INF/NOTICE.txt",
            "META-INF/services/java.security.Provider");
  }

  @Test
  void licences_areThoseOfTheLibraries() throws IOException {
    assertThat(text("META-INF/LICENSE")).contains("Apache License", "Version 2.0");
    assertThat(text("META-INF/LICENSE.md")).contains("Bouncy Castle");
    assertThat(text("META-INF/NOTICE.txt")).contains("Apache Commons Codec");
    assertThat(text("META-INF/NOTICE"))
        .contains("Bouncy Castle", "Apache Commons Codec", "picocli")
        .contains("META-INF/LICENSE.md", "META-INF/LICENSE.txt", "META-INF/NOTICE.txt");
  }

  @Test
  void manifest_namesTheProgramAndNoClassPath() throws IOException {
    try (JarFile jar = new JarFile(JarProcess.JAR.toFile())) {
      Attributes main = jar.getManifest().getMainAttributes();
      assertThat(main.getValue("Main-Class")).isEqualTo(Verifier.class.getName());
      assertThat(main.getValue("Class-Path")).isNull();
      assertThat(main.getValue("Multi-Release")).isEqualTo("true");
    }
  }

  @Test
  void size_isSmall() throws IOException {
    assertThat(Files.size(JarProcess.JAR)).isBetween(1L << 20, LARGEST_BYTES);
  }
}
