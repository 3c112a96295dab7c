package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts on heads and signatures: cut, put back, forked, stripped. */
class BundleHeadVerdictTest {
  @TempDir private Path directory;

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

  private static byte[] withoutLine(byte[] note, int line) {
    List<String> lines =
        new java.util.ArrayList<>(
            List.of(new String(note, StandardCharsets.UTF_8).split("\n", -1)));
    lines.remove(line);
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }
}
