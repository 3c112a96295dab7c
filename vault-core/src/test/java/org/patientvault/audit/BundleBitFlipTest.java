package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The law of the bundle: every byte of every file counts, but those of bundle.json. */
@Tag("once")
class BundleBitFlipTest {
  private static final long SEED = 20_261_125;

  @TempDir private Path directory;

  @Test
  void everyByteOfEveryFile_oneBitFlipped_isNeverVerified() throws IOException {
    TestLog log = TestLog.ofSize(4).writeTo(directory);
    Random random = new Random(SEED);
    long flipped = 0;
    for (Path file : files()) {
      byte[] honest = Files.readAllBytes(file);
      for (int at = 0; at < honest.length; at++) {
        assertFound(log, file, honest, at, random.nextInt(8));
        flipped++;
      }
      Files.write(file, honest);
    }
    assertThat(flipped).isGreaterThan(4_000);
    assertThat(verify(log).exitCode()).isEqualTo(ExitCode.VERIFIED);
  }

  @Test
  void bytesOfALogWithTilesAboveTiles_oneBitFlipped_isNeverVerified() throws IOException {
    TestLog log = TestLog.ofSize(1100, 300, 1024).writeTo(directory);
    Random random = new Random(SEED);
    for (Path file : files()) {
      byte[] honest = Files.readAllBytes(file);
      for (int i = 0; i < 60; i++) {
        assertFound(log, file, honest, random.nextInt(honest.length), random.nextInt(8));
      }
      Files.write(file, honest);
    }
    assertThat(verify(log).exitCode()).isEqualTo(ExitCode.VERIFIED);
  }

  private void assertFound(TestLog log, Path file, byte[] honest, int at, int bit)
      throws IOException {
    byte[] changed = honest.clone();
    changed[at] ^= (byte) (1 << bit);
    Files.write(file, changed);
    Report report = verify(log);
    assertThat(report.exitCode())
        .as("%s, byte %d, bit %d, seed %d", directory.relativize(file), at, bit, SEED)
        .isIn(ExitCode.TAMPERED, ExitCode.CANNOT_TELL);
    assertThat(report.lines()).noneMatch(line -> line.startsWith("VERIFIED"));
    assertThat(report.state(Samples.TIME, "test")).isEmpty();
  }

  private Report verify(TestLog log) {
    return BundleVerifier.verify(directory, log.policy(), Optional.empty(), 1);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("bundle.json"))
          .sorted()
          .toList();
    }
  }
}
