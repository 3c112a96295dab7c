package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every verdict, each by the attack or accident it is about, on a bundle written here. */
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
    flip(TilePath.tile(1, 0, 5), 3 * 32);
    flip(TilePath.tile(0, 2, 256), 7 * 32);
    assertThat(log.verify(directory).lines())
        .contains("CHANGED file=tile/1/000.p/5 hash 3 is not that of the signed entries")
        .contains("CHANGED file=tile/0/002 hash 7 is not that of the signed entries");
  }

  @Test
  void verify_tailRowsDeleted_isTruncated() {
    for (int missing : new int[] {1, 100, 120, 121, 400, 1399}) {
      TestLog log = TestLog.ofSize(1400);
      for (int i = 0; i < missing; i++) {
        log.leaves.remove(log.leaves.size() - 1);
        log.hashes.remove(log.hashes.size() - 1);
      }
      Path bundle = directory.resolve("missing-" + missing);
      Report report = log.writeTo(bundle).verify(bundle);
      assertThat(report.lines().get(0))
          .isEqualTo(
              "TRUNCATED checkpoint size=1400 bundle size="
                  + (1400 - missing)
                  + " missing="
                  + missing);
      assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
    }
  }

  @Test
  void verify_tailCutWithAnOlderCheckpointAsHead_needsTheState() {
    TestLog log = TestLog.ofSize(1200).writeTo(directory);
    assertThat(log.verify(directory).exitCode()).isEqualTo(ExitCode.VERIFIED);
    AuditorState state = TestLog.ofSize(1300).state(1300);
    Report report = BundleVerifier.verify(directory, log.policy(), Optional.of(state));
    assertThat(report.lines().get(0))
        .isEqualTo("TRUNCATED auditor-state size=1300 bundle size=1200 missing=100");
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
    assertThat(report.state(Samples.TIME, "test 1")).isEmpty();
  }

  @Test
  void verify_anOlderHeadPutBack_isRolledBack() {
    TestLog log = TestLog.ofSize(1300);
    log.kept.put(1300L, log.sign(1300));
    log.head = log.sign(1200);
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines().get(0))
        .isEqualTo(
            "ROLLED BACK log "
                + TestLog.ORIGIN
                + " saw size=1300 at 2026-01-15T09:01:40Z; bundle has 1200");
    assertThat(report.evidence()).hasSize(2);
  }

  @Test
  void verify_anotherTreeSignedAtAnOlderSize_isForked() {
    TestLog log = TestLog.ofSize(1300);
    log.kept.put(1200L, log.sign(1200, Samples.pattern(32, 7)));
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines().get(0))
        .isEqualTo(
            "FORKED size=1200 root-a="
                + log.root(1200).hex()
                + " (signed) root-b="
                + "07".repeat(32)
                + " (signed)");
    assertThat(report.evidence()).hasSize(2);
  }

  @Test
  void verify_theAuditorSawAnotherTree_isForked() {
    TestLog log = TestLog.ofSize(1300).writeTo(directory);
    TestLog other = TestLog.ofSize(1200);
    other.add(Samples.readBuilder().policyVersion(9).stamped(Samples.stamp(1201)));
    Report report = BundleVerifier.verify(directory, log.policy(), Optional.of(other.state(1201)));
    assertThat(report.lines().get(0)).startsWith("FORKED size=1201").endsWith("(auditor-state)");
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
  }

  @Test
  void verify_theStateOfAnotherLog_cannotTell() {
    TestLog log = TestLog.ofSize(3).writeTo(directory);
    MerkleFrontier frontier = log.frontier(3);
    AuditorState state =
        new AuditorState(
            new AuditorState.MerkleTreeState(
                "other.example/x/2025", 3, frontier.root(), frontier.hashes()),
            Samples.TIME,
            "test");
    Report report = BundleVerifier.verify(directory, log.policy(), Optional.of(state));
    assertThat(report.lines().get(0)).isEqualTo("CANNOT TELL auditor-state is about another log");
    assertThat(report.exitCode()).isEqualTo(ExitCode.CANNOT_TELL);
  }

  @Test
  void verify_theLogsSignatureBroken_isABadSignature() throws IOException {
    TestLog log = TestLog.ofSize(10);
    String note = new String(log.head, StandardCharsets.UTF_8);
    log.head = note.replace("\n10\n", "\n11\n").getBytes(StandardCharsets.UTF_8);
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines().get(0))
        .isEqualTo(
            "BAD SIGNATURE key=" + log.signer.keys(TestLog.ORIGIN).ed25519() + " file=checkpoint");
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
  }

  @Test
  void verify_theEd25519LineTakenAway_isABadSignature() {
    TestLog log = TestLog.ofSize(10);
    log.head = withoutLine(log.head, 4);
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines().get(0))
        .startsWith("BAD SIGNATURE key=" + TestLog.ORIGIN)
        .endsWith("file=checkpoint the log's line is missing");
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
  }

  @Test
  void verify_theMlDsaLineTakenAway_isAMissingSignature() {
    TestLog log = TestLog.ofSize(10);
    log.head = withoutLine(log.head, 5);
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines().get(0))
        .isEqualTo("SIGNATURE MISSING ml-dsa-44 required by policy file=checkpoint");
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
  }

  @Test
  void verify_aKeptCheckpointWithoutItsMlDsaLine_isAMissingSignature() {
    TestLog log = TestLog.ofSize(10, 5);
    log.kept.put(5L, withoutLine(log.kept.get(5L), 5));
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines().get(0))
        .isEqualTo("SIGNATURE MISSING ml-dsa-44 required by policy file=checkpoints/5");
  }

  @Test
  void verify_withOtherKeys_isAnUnknownKey() {
    TestLog log = TestLog.ofSize(10).writeTo(directory);
    TrustPolicy stranger = TrustPolicy.of(new TestSigner(9).keys(TestLog.ORIGIN));
    Report report = BundleVerifier.verify(directory, stranger, Optional.empty());
    assertThat(report.lines().get(0))
        .isEqualTo("UNKNOWN KEY " + log.signer.keys(TestLog.ORIGIN).ed25519() + " file=checkpoint");
    assertThat(report.exitCode()).isEqualTo(ExitCode.CANNOT_TELL);
  }

  @Test
  void verify_filesMissing_cannotTell() throws IOException {
    for (String name :
        List.of(
            "tile/entries/001",
            "tile/entries/002.p/88",
            "tile/0/000",
            "tile/0/002.p/88",
            "tile/1/000.p/2",
            "checkpoint")) {
      Path bundle = directory.resolve(name.replace('/', '-'));
      TestLog log = TestLog.ofSize(600).writeTo(bundle);
      Files.delete(bundle.resolve(name));
      Report report = log.verify(bundle);
      assertThat(report.lines().get(0)).isEqualTo("CANNOT TELL " + name + " not in bundle");
      assertThat(report.exitCode()).isEqualTo(ExitCode.CANNOT_TELL);
    }
  }

  @Test
  void verify_filesEmptied_areSaidToBeEmpty() throws IOException {
    for (String name :
        List.of("tile/entries/001", "tile/0/002.p/88", "tile/1/000.p/2", "checkpoint")) {
      Path bundle = directory.resolve(name.replace('/', '-'));
      TestLog log = TestLog.ofSize(600).writeTo(bundle);
      Files.write(bundle.resolve(name), new byte[0]);
      assertThat(log.verify(bundle).lines().get(0)).isEqualTo("CANNOT TELL " + name + " is empty");
    }
  }

  @Test
  void verify_entriesMissing_doesNotRefuseThePayloadsTheyName() throws IOException {
    TestLog log = TestLog.ofSize(600).writeTo(directory);
    Files.delete(directory.resolve("tile/entries/000"));
    assertThat(log.verify(directory).lines())
        .contains("CANNOT TELL tile/entries/000 not in bundle")
        .noneMatch(line -> line.startsWith("REFUSED"));
  }

  @Test
  void verify_aWholeTileMissingInTheMiddle_cannotTell() throws IOException {
    TestLog log = TestLog.ofSize(600).writeTo(directory);
    Files.delete(directory.resolve("tile/entries/001"));
    Files.delete(directory.resolve("tile/0/001"));
    Report report = log.verify(directory);
    assertThat(report.lines())
        .contains(
            "CANNOT TELL tile/entries/001 not in bundle", "CANNOT TELL tile/0/001 not in bundle");
    assertThat(report.exitCode()).isEqualTo(ExitCode.CANNOT_TELL);
  }

  @Test
  void verify_aPayloadMissing_cannotTell() throws IOException {
    TestLog log = TestLog.ofSize(3).writeTo(directory);
    String name = "payload/" + log.payloads.keySet().iterator().next().hex();
    Files.delete(directory.resolve(name));
    assertThat(log.verify(directory).lines().get(0))
        .isEqualTo("CANNOT TELL " + name + " not in bundle");
  }

  @Test
  void verify_aPayloadChanged_isChanged() throws IOException {
    TestLog log = TestLog.ofSize(3).writeTo(directory);
    String name = "payload/" + log.payloads.keySet().iterator().next().hex();
    flip(name, 0);
    assertThat(log.verify(directory).lines().get(0))
        .isEqualTo("CHANGED file=" + name + " does not hash to its name");
  }

  @Test
  void verify_anEventDroppedBeforeTheLog_isAGap() {
    TestLog log = TestLog.ofSize(5);
    log.add(Samples.read(9));
    log.add(Samples.read(9));
    log.head = log.sign(7);
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines())
        .contains("GAP node=node-1 boot=7f3a9c21 k=6..8 missing")
        .contains("GAP node=node-1 boot=7f3a9c21 k=9..9 again at index=6");
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
  }

  @Test
  void verify_entriesThatBreakTheFormat_areMalformed() {
    TestLog log = TestLog.ofSize(3);
    byte[] spaced = Samples.ascii("{ }");
    log.leaves.add(spaced);
    log.hashes.add(new MerkleHash().leaf(spaced));
    log.add(
        Entry.of(EventCode.CLOSE, Outcome.SUCCESS)
            .digest(Samples.pattern(32, 1))
            .stamped(Samples.stamp(4)));
    log.add(Samples.read(5));
    byte[] later = Samples.ascii("{\"v\":2,\"t\":0}");
    log.leaves.add(later);
    log.hashes.add(new MerkleHash().leaf(later));
    log.head = log.sign(7);
    Report report = log.writeTo(directory).verify(directory);
    assertThat(report.lines())
        .contains("MALFORMED index=3 does not start as a version 1 entry")
        .contains("MALFORMED index=4 CLOSE must be the last entry")
        .contains("CANNOT TELL index=6 an entry of a later version");
    assertThat(report.exitCode()).isEqualTo(ExitCode.TAMPERED);
  }

  @Test
  void verify_strangeFiles_areRefused() throws IOException {
    TestLog log = TestLog.ofSize(600).writeTo(directory);
    for (String name :
        List.of(
            "README",
            "tile/0/003",
            "tile/entries/002.p/89",
            "tile/2/000.p/1",
            "tile/1/000",
            "tile/0/x000/001",
            "checkpoints/01",
            "checkpoints/x",
            "payload/ab",
            "anchor/600.tsr",
            "tile/entries/002.p/87")) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[] {1});
      Report report = log.verify(directory);
      assertThat(report.lines().get(0))
          .isEqualTo("REFUSED file=" + name + " not part of a bundle of this size");
      assertThat(report.exitCode()).isEqualTo(ExitCode.REFUSED);
      Files.delete(file);
    }
    byte[] stray = {1, 2, 3};
    String name =
        "payload/" + org.patientvault.model.Bytes.of(MerkleHash.sha256().digest(stray)).hex();
    Files.write(directory.resolve(name), stray);
    assertThat(log.verify(directory).lines().get(0))
        .isEqualTo("REFUSED file=" + name + " no entry names it");
  }

  @Test
  void verify_symbolicLinks_areRefused() throws IOException {
    TestLog log = TestLog.ofSize(600).writeTo(directory);
    Path tile = directory.resolve("tile/0/001");
    Path moved = directory.resolveSibling(directory.getFileName() + "-moved");
    Files.move(tile, moved);
    Files.createSymbolicLink(tile, moved);
    assertThat(log.verify(directory).lines())
        .contains("REFUSED file=tile/0/001 neither file nor directory");
    Files.delete(moved);
  }

  private void flip(String name, int offset) throws IOException {
    Path file = directory.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[offset] ^= 1;
    Files.write(file, bytes);
  }

  private static byte[] withoutLine(byte[] note, int line) {
    List<String> lines =
        new java.util.ArrayList<>(
            List.of(new String(note, StandardCharsets.UTF_8).split("\n", -1)));
    lines.remove(line);
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
