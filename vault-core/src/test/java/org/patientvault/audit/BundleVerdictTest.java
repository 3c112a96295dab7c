package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts on entries, each by the attack or accident it is about, on a bundle written here. */
@Tag("once")
class BundleVerdictTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 255, 256, 257, 700, 65_536, 65_537})
  void verify_anUntouchedLog_isVerified(int size) {
    TestLog log = TestLog.ofSize(size).writeTo(directory);
    Report report = log.verify(directory);
    assertThat(report.lines().get(0))
        .startsWith("VERIFIED origin=" + TestLog.ORIGIN)
        .contains(size == 0 ? "entries=none" : "entries=0.." + (size - 1))
        .contains(" root=" + log.root(size).hex())
        .endsWith("signatures=2/2 witnesses=0/0 anchors=0 erased=0");
    assertThat(report.lines().get(1))
        .isEqualTo(
            "NO OUTSIDE HEAD: the end of the log cannot be proven;"
                + " newest witness time=none, newest anchor=none");
    assertThat(report.exitCode()).isEqualTo(ExitCode.VERIFIED);
    assertThat(report.state(Samples.TIME, "test 1").orElseThrow().root()).isEqualTo(log.root(size));
  }

  @Test
  void verify_keptCheckpointsAndState_areComparedOnTheWay() {
    TestLog log = TestLog.ofSize(600, 0, 1, 255, 256, 257, 512, 600).writeTo(directory);
    Report report = BundleVerifier.verify(directory, log.policy(), Optional.of(log.state(300)));
    assertThat(report.exitCode()).isEqualTo(ExitCode.VERIFIED);
    assertThat(report.lines().get(1))
        .isEqualTo(
            "NO OUTSIDE HEAD: entries 300..599 came after the auditor's state;"
                + " the end of the log cannot be proven;"
                + " newest witness time=none, newest anchor=none");
  }

  @Test
  void verify_nothingAfterTheState_hasNoNotice() {
    TestLog log = TestLog.ofSize(600).writeTo(directory);
    Report report = BundleVerifier.verify(directory, log.policy(), Optional.of(log.state(600)));
    assertThat(report.exitCode()).isEqualTo(ExitCode.VERIFIED);
    assertThat(report.lines()).noneMatch(line -> line.startsWith("NO OUTSIDE HEAD"));
  }

  @Test
  void verify_anEmptyState_vouchesForNothing() {
    TestLog log = TestLog.ofSize(3).writeTo(directory);
    Report report = BundleVerifier.verify(directory, log.policy(), Optional.of(log.state(0)));
    assertThat(report.lines().get(1)).startsWith("NO OUTSIDE HEAD: the end of the log");
  }

  @Test
  void verify_oneThreadOrMany_saysTheSame() {
    TestLog log = TestLog.ofSize(3000, 1000, 2000);
    log.leaves.set(1201, log.leaves.get(1200));
    log.writeTo(directory);
    List<String> alone =
        BundleVerifier.verify(directory, log.policy(), Optional.empty(), 1).lines();
    assertThat(BundleVerifier.verify(directory, log.policy(), Optional.empty(), 4).lines())
        .isEqualTo(alone);
  }

  @Test
  void verify_aStoredLeafEdited_isEdited() {
    TestLog log = TestLog.ofSize(1400, 1200, 1300);
    log.leaves.set(
        1201, Samples.readBuilder().policyVersion(8).stamped(Samples.stamp(1202)).encode());
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines().get(0))
        .isEqualTo(
            "EDITED index=1201 expected-leaf="
                + hex(log.hashes.get(1201))
                + " found="
                + hex(new MerkleHash().leaf(log.leaves.get(1201)))
                + " covered-by=checkpoint 1300 (2026-01-15T09:01:40Z)");
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
    assertThat(report.state(Samples.TIME, "test 1")).isEmpty();
  }

  @Test
  void verify_leafAndStoredHashEdited_isBracketedByCheckpoints() {
    TestLog log = TestLog.ofSize(1400, 1200, 1300);
    byte[] other = Samples.readBuilder().policyVersion(8).stamped(Samples.stamp(1202)).encode();
    log.leaves.set(1201, other);
    log.hashes.set(1201, new MerkleHash().leaf(other));
    assertThat(log.writeTo(directory).verify(directory).lines().get(0))
        .isEqualTo("CHANGED range=1200..1299 first bad checkpoint=1300 last good=1200");
  }

  @Test
  void verify_anEntryDeletedInTheMiddle_isChanged() {
    TestLog log = TestLog.ofSize(1400, 1200, 1300);
    log.leaves.remove(1250);
    log.hashes.remove(1250);
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines())
        .contains("CHANGED range=1200..1299 first bad checkpoint=1300 last good=1200")
        .contains("TRUNCATED checkpoint size=1400 bundle size=1399 missing=1");
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
  }

  @Test
  void verify_anEntryInsertedInTheMiddle_isChanged() {
    TestLog log = TestLog.ofSize(1400, 1200, 1300);
    log.leaves.add(1250, log.leaves.get(3));
    log.hashes.add(1250, log.hashes.get(3));
    assertThat(log.writeTo(directory).verify(directory).lines().get(0))
        .isEqualTo("CHANGED range=1200..1299 first bad checkpoint=1300 last good=1200");
  }

  @Test
  void verify_leavesOfTwoRowsSwapped_isReordered() {
    TestLog log = TestLog.ofSize(700, 300);
    byte[] five = log.leaves.get(5);
    log.leaves.set(5, log.leaves.get(600));
    log.leaves.set(600, five);
    assertThat(log.writeTo(directory).verify(directory).lines().get(0))
        .isEqualTo("REORDERED indexes=5,600");
  }

  @Test
  void verify_tilesUpToLevelOneForged_isChangedWithinTheTile() throws IOException {
    TestLog honest = TestLog.ofSize(1400);
    honest.writeTo(directory.resolve("honest"));
    TestLog forged = TestLog.ofSize(1400);
    byte[] other = Samples.readBuilder().policyVersion(8).stamped(Samples.stamp(601)).encode();
    forged.leaves.set(600, other);
    forged.hashes.set(600, new MerkleHash().leaf(other));
    Path bundle = directory.resolve("forged");
    forged.writeTo(bundle);
    String above = TilePath.tile(1, 0, 5);
    Files.copy(
        directory.resolve("honest").resolve(above),
        bundle.resolve(above),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(forged.verify(bundle).lines().get(0))
        .isEqualTo("CHANGED range=512..767 first bad checkpoint=1400 last good=0");
  }

  @Test
  void verify_aTileFileFlipped_namesFileAndHash() throws IOException {
    TestLog log = TestLog.ofSize(1400).writeTo(directory);
    TestLog.flip(directory, TilePath.tile(1, 0, 5), 3 * 32);
    TestLog.flip(directory, TilePath.tile(0, 2, 256), 7 * 32);
    assertThat(log.verify(directory).lines())
        .contains("CHANGED file=tile/1/000.p/5 hash 3 is not that of the signed entries")
        .contains("CHANGED file=tile/0/002 hash 7 is not that of the signed entries");
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
