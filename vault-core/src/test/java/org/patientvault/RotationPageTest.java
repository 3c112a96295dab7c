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
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.stores.QuickPassphrase;

/** The sample of docs/rotation.md is compiled and run as it stands on the page. */
@Tag("once")
class RotationPageTest {
  private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void sample_renewsPatientWrapAndRoot() throws Exception {
    compile();
    Unlock passphrase = QuickPassphrase.of("correct horse battery"::toCharArray);
    try (Vault vault = Vault.create(folder.resolve("clinic.vault").toString(), passphrase);
        URLClassLoader sample = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      Object said =
          sample
              .loadClass("Sample")
              .getMethod("run", Vault.class, Actor.class, List.class)
              .invoke(null, vault, Actor.of("dr.lea", "admin"), List.of(passphrase));
      assertThat(said).isEqualTo("ended active");
    }
  }

  private void compile() throws IOException {
    Matcher page = SAMPLE.matcher(Files.readString(Path.of("../docs/rotation.md")));
    assertThat(page.find()).isTrue();
    Path source =
        Files.writeString(
            folder.resolve("Sample.java"),
            """
            import java.util.*;
            import org.patientvault.*;
            import org.patientvault.keys.*;
            import org.patientvault.model.*;
            public class Sample {
              public static String run(Vault vault, Actor admin, List<Unlock> everySecretAtHand) {
            %s
                return job.state() + " " + slots.get(0).state();
              }
            }
            """
                .formatted(page.group(1)));
    String classes = System.getProperty("java.class.path");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-cp", classes, "-d", "" + folder, "" + source);
    assertThat(failed).isZero();
  }
}
