package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log several times as large as the heap is written and verified, and a page of it. */
@Tag("once")
class ConstantMemoryTest {
  private static final int ENTRIES = 300_000;

  @TempDir private Path directory;

  @Test
  void aLogOfThreeHundredThousandEntries_isWrittenAndVerifiedIn40Megabytes()
      throws IOException, InterruptedException {
    String said = said(LongLog.class, directory.resolve("bundle"), "-Xmx40m", ENTRIES);
    assertThat(said).startsWith("VERIFIED origin=").contains("entries=0.." + (ENTRIES - 1));
  }

  @Test
  void aPageOfThreeHundredThousandEntries_isWrittenIn40Megabytes()
      throws IOException, InterruptedException {
    Path page = directory.resolve("page.html");
    assertThat(said(LongPage.class, page, "-Xmx40m", ENTRIES)).matches("[0-9a-f]{64}\\s*");
    assertThat(Files.size(page)).isGreaterThan(40 << 20);
  }

  @Test
  @Tag("soak")
  void aLogOfTenMillionEntries_isWrittenAndVerifiedIn256Megabytes()
      throws IOException, InterruptedException {
    String said = said(LongLog.class, directory.resolve("bundle"), "-Xmx256m", 10_000_000);
    assertThat(said).startsWith("VERIFIED origin=").contains("entries=0..9999999");
    System.out.println(said);
  }

  private static String said(Class<?> program, Path target, String heap, int entries)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                target.toString(),
                String.valueOf(entries))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
