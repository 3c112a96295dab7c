package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.VaultException;

/** Bundles made to hang, flood or confuse the verifier: a clear line, in little time and memory. */
class HostileBundleTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path directory;

  /** The log's owner can sign any size; asking for its tiles one by one would never end. */
  @Test
  void verify_aSignedSizeBeyondAllFiles_isTruncatedAtOnce() {
    for (long claimed : new long[] {100_000, 1L << 40, (1L << 53) - 1}) {
      TestLog log = TestLog.ofSize(600);
      log.head = log.sign(claimed, Samples.pattern(32, 1));
      Path bundle = directory.resolve("claims-" + claimed);
      log.writeTo(bundle);
      Report report = Assertions.assertTimeoutPreemptively(SOON, () -> log.verify(bundle));
      assertThat(report.lines())
          .contains(
              "TRUNCATED checkpoint size="
                  + claimed
                  + " bundle size=600 missing="
                  + (claimed - 600));
      assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
    }
  }

  @Test
  void verify_aSignedSizeAndNoEntries_isTruncatedAtOnce() {
    TestLog log = new TestLog();
    log.head = log.sign(1L << 50, Samples.pattern(32, 1));
    log.writeTo(directory);
    Report report = Assertions.assertTimeoutPreemptively(SOON, () -> log.verify(directory));
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
    assertThat(report.lines().get(0))
        .isEqualTo(
            "TRUNCATED checkpoint size=1125899906842624 bundle size=0 missing=1125899906842624");
  }

  @Test
  void verify_oneTileFarBehindTheOthers_cannotTellAtOnce() throws IOException {
    TestLog log = TestLog.ofSize(600);
    log.head = log.sign(1L << 50, Samples.pattern(32, 1));
    log.writeTo(directory);
    Path far = directory.resolve("tile/0/x001/x234/x567/x890/123");
    Files.createDirectories(far.getParent());
    Files.write(far, new byte[256 * 32]);
    Report report = Assertions.assertTimeoutPreemptively(SOON, () -> log.verify(directory));
    assertThat(report.lines().get(0))
        .isEqualTo("CANNOT TELL 1234567890121 tiles or more not in bundle");
    assertThat(report.exitCode()).isEqualTo(ExitCode.CANNOT_TELL);
  }

  @Test
  void verify_filesOfManyGigabytes_areReadUpToTheirLimit() throws IOException {
    for (String name : List.of("checkpoint", "tile/entries/000", "tile/0/001", "checkpoints/300")) {
      Path bundle = directory.resolve(name.replace('/', '-'));
      TestLog log = TestLog.ofSize(600, 300).writeTo(bundle);
      try (RandomAccessFile file = new RandomAccessFile(bundle.resolve(name).toFile(), "rw")) {
        file.setLength(8L << 30);
      }
      Report report = Assertions.assertTimeoutPreemptively(SOON, () -> log.verify(bundle));
      assertThat(report.lines()).anyMatch(line -> line.startsWith("CHANGED file=" + name));
      assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
    }
  }

  @Test
  void verify_lengthsThatLeadOutOfTheBundle_areChanged() throws IOException {
    TestLog log = TestLog.ofSize(10).writeTo(directory);
    Path entries = directory.resolve("tile/entries/000.p/10");
    byte[] honest = Files.readAllBytes(entries);
    for (byte[] each : new byte[][] {cut(honest), longer(honest), lastLengthBeyond(honest)}) {
      Files.write(entries, each);
      Report report = log.verify(directory);
      assertThat(report.lines())
          .contains("CHANGED file=tile/entries/000.p/10 does not hold 10 entries");
      assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
    }
  }

  private static byte[] cut(byte[] bundle) {
    return java.util.Arrays.copyOf(bundle, bundle.length - 1);
  }

  private static byte[] longer(byte[] bundle) {
    return java.util.Arrays.copyOf(bundle, bundle.length + 2);
  }

  private static byte[] lastLengthBeyond(byte[] bundle) {
    byte[] changed = bundle.clone();
    changed[0] = (byte) 0xff;
    return changed;
  }

  @Test
  void verify_notesBeyondTheLimits_areChanged() {
    TestLog log = TestLog.ofSize(10);
    String note = new String(log.head, StandardCharsets.UTF_8);
    String stranger = "\u2014 stranger AAAAAAAAAAAA\n";
    assertHeadIsChanged(log, note + stranger.repeat(31), "more than 32 signature lines");
    assertHeadIsChanged(
        log, note + "\u2014 stranger " + "A".repeat(65_536) + "\n", "longer than 65536 bytes");
    assertHeadIsChanged(log, note.replace("\n10\n", "\n10\r\n"), "a control character");
    assertHeadIsChanged(
        log, note.replace("\n10\n", "\n010\n"), "a size, an origin or a root that cannot be one");
    assertHeadIsChanged(
        log, note.replace("\n10\n", "\n+10\n"), "a size, an origin or a root that cannot be one");
    assertHeadIsChanged(
        log,
        note.replace("\n10\n", "\n9999999999999999999\n"),
        "a size, an origin or a root that cannot be one");
    assertHeadIsChanged(
        log,
        note.replace("\n10\n", "\n9007199254740992\n"),
        "a size, an origin or a root that cannot be one");
    assertHeadIsChanged(
        log,
        note.replace("\n\n", "\nextension\n\n"),
        "a checkpoint has exactly three lines: origin, size, root");
    assertHeadIsChanged(
        log, note.stripTrailing(), "no signature lines, or the last one does not end");
    assertHeadIsChanged(log, note + "\n", "no signature lines, or the last one does not end");
  }

  private void assertHeadIsChanged(TestLog log, String note, String why) {
    log.head = note.getBytes(StandardCharsets.UTF_8);
    Path bundle = directory.resolve(String.valueOf(note.hashCode()));
    Report report = log.writeTo(bundle).verify(bundle);
    assertThat(report.lines().get(0))
        .isEqualTo("CHANGED file=checkpoint not a signed note: " + why);
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
  }

  @Test
  void verify_thirtyTwoLines_areStillRead() {
    TestLog log = TestLog.ofSize(10);
    log.head =
        (new String(log.head, StandardCharsets.UTF_8) + "\u2014 stranger AAAAAAAAAAAA\n".repeat(30))
            .getBytes(StandardCharsets.UTF_8);
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.exitCode()).isEqualTo(ExitCode.VERIFIED);
    assertThat(report.lines()).contains("IGNORED SIGNATURE stranger+00000000");
  }

  @Test
  void verify_anotherLogsCheckpointAsHead_isAnUnknownKey() {
    TestLog log = TestLog.ofSize(10);
    log.head =
        CheckpointNote.sign(
            "vault.example.org/other/2026", 10, log.root(10), TestLog.SIGNED_AT, log.signer);
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines().get(0))
        .startsWith("UNKNOWN KEY vault.example.org/other/2026+")
        .endsWith(" file=checkpoint");
    assertThat(report.exitCode()).isEqualTo(ExitCode.CANNOT_TELL);
  }

  @Test
  void verify_aCheckpointKeptUnderAnotherSize_isChanged() {
    TestLog log = TestLog.ofSize(10);
    log.kept.put(4L, log.sign(5));
    assertThat(log.writeTo(directory).verify(directory).lines().get(0))
        .isEqualTo("CHANGED file=checkpoints/4 is a checkpoint of another size or log");
  }

  @Test
  void verify_emptyFiles_areNotTakenForAbsentOnes() throws IOException {
    TestLog log = TestLog.ofSize(600, 300).writeTo(directory);
    for (Path file : bundleFiles()) {
      byte[] content = Files.readAllBytes(file);
      Files.write(file, new byte[0]);
      assertThat(log.verify(directory).exitCode())
          .as("%s", file)
          .isIn(ExitCode.TAMPERED, ExitCode.CANNOT_TELL);
      Files.write(file, content);
    }
    assertThat(log.verify(directory).exitCode()).isEqualTo(ExitCode.VERIFIED);
  }

  private List<Path> bundleFiles() throws IOException {
    try (var files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("bundle.json"))
          .sorted()
          .toList();
    }
  }

  @Test
  void verify_aDirectoryThatIsALink_isRefused() throws IOException {
    TestLog log = TestLog.ofSize(600).writeTo(directory.resolve("bundle"));
    Path tiles = directory.resolve("bundle/tile");
    Files.move(tiles, directory.resolve("elsewhere"));
    Files.createSymbolicLink(tiles, directory.resolve("elsewhere"));
    Report report = log.verify(directory.resolve("bundle"));
    assertThat(report.lines()).contains("REFUSED file=tile neither file nor directory");
    assertThat(report.exitCode()).isNotEqualTo(ExitCode.VERIFIED);
  }

  @Test
  void verify_noDirectory_isStorageFailed() {
    TestLog log = TestLog.ofSize(1);
    Assertions.assertThrows(
        VaultException.StorageFailed.class, () -> log.verify(directory.resolve("absent")));
  }
}
