package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.report.Question;

/** Reports about a long log fit into a small heap. */
@Tag("once")
class LongReportTest {
  @TempDir private Path folder;

  @Test
  void aHundredThousandEntries_areReportedIn256Megabytes()
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                LongReport.class.getName(),
                folder.resolve("long.vault").toString(),
                "100000")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    System.out.println(said);
    for (Question each : Question.values()) {
      assertThat(said).containsPattern("(?m)^" + each.command() + " [0-9]+ ms: \\S");
    }
    assertThat(said).containsPattern("(?m)^actor .*: 1[0-9]{5} entries of this person");
  }
}
