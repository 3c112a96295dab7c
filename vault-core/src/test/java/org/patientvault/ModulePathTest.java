package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application on the module path gets the exported packages, and nothing else. */
@Tag("once")
class ModulePathTest {
  private static final String APPLICATION =
      """
      package consumer;
      import java.util.Map;
      import org.patientvault.Vault;
      import org.patientvault.keys.Unlock;
      import org.patientvault.model.*;
      public class Main {
        public static void main(String[] file) {
          Unlock unlock = Unlock.passphrase("correct horse battery"::toCharArray);
          try (Vault vault = Vault.create(file[0], unlock)) {
            var session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
            var patient = session.admit(new PatientIdentifier("urn:clinic:mrn", "4711"));
            var key = RecordKey.of(patient, "Observation", "bp-1");
            session.create(key, Map.of("valueString", FieldValue.text("120/80")));
            System.out.println(session.read(key).get("valueString").asText());
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void application_readsAndWritesThroughTheExportedPackages() throws Exception {
    assertThat(compile(APPLICATION)).isEmpty();
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                folder + File.pathSeparator + modulePath(),
                "-m",
                "consumer/consumer.Main",
                folder.resolve("a.vault").toString())
            .redirectError(folder.resolve("words").toFile())
            .start();
    String data = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(Files.readString(folder.resolve("words"))).isZero();
    assertThat(data).isEqualTo("120/80\n");
  }

  @Test
  void internalPackages_areNotSeen() throws IOException {
    String nosy = "package consumer; class Main { org.patientvault.internal.store.Store store; }";
    assertThat(compile(nosy)).contains("package org.patientvault.internal.store is not visible");
  }

  private String compile(String application) throws IOException {
    Path module =
        Files.writeString(
            folder.resolve("module-info.java"), "module consumer { requires org.patientvault; }");
    Path main = Files.writeString(folder.resolve("Main.java"), application);
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    List<String> arguments =
        List.of(
            "-proc:none",
            "-Xlint:-requires-automatic",
            "--module-path",
            modulePath(),
            "-d",
            folder.toString(),
            module.toString(),
            main.toString());
    ToolProvider.getSystemJavaCompiler().run(null, words, words, arguments.toArray(String[]::new));
    return words.toString(StandardCharsets.UTF_8);
  }

  /** The library and what it needs at run time, without the tests and their libraries. */
  private static String modulePath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("test-classes"))
        .filter(
            entry ->
                !entry.matches(
                    ".*(junit|jqwik|assertj|archunit|opentest4j|byte-buddy|apiguardian"
                        + "|google-api-|google-oauth-).*"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
