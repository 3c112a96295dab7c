package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log several times as large as the heap is written and verified. */
class ConstantMemoryTest {
  private static final int ENTRIES = 300_000;

  @TempDir private Path directory;

  @Test
  void aLogOfThreeHundredThousandEntries_isWrittenAndVerifiedIn40Megabytes()
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-cp",
                System.getProperty("java.class.path"),
                LongLog.class.getName(),
                directory.resolve("bundle").toString(),
                String.valueOf(ENTRIES))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(said).startsWith("VERIFIED origin=").contains("entries=0.." + (ENTRIES - 1));
    assertThat(process.exitValue()).isZero();
  }
}
