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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifying what came after an auditor's state, and no more. */
@Tag("once")
class NewEntriesTest {
  private static final String TOOL = "patientvault test";

  @TempDir private Path folder;

  /** The state that a whole verification of the first entries gives. */
  private AuditorState stateAt(int size) {
    Path older = folder.resolve("older-" + size);
    TestLog log = TestLog.ofSize(size).writeTo(older);
    return AuditorState.parse(log.verify(older).state(Samples.TIME, TOOL).orElseThrow().text());
  }

  private Path bundle() {
    return folder.resolve("bundle");
  }

  private Report verifyNew(TestLog log, AuditorState state) {
    return BundleVerifier.verifyNew(bundle(), log.policy(), AuditorInput.of(Optional.of(state)), 2);
  }

  @ParameterizedTest
  @CsvSource({
    "256,256,none",
    "256,257,256..256",
    "256,700,256..699",
    "300,300,256..299",
    "300,700,256..699",
    "511,513,256..512",
    "512,512,none",
    "700,66000,512..65999",
    "65535,65537,65280..65536",
    "65536,65536,none",
    "65537,66000,65536..65999",
    "65800,131100,65792..131099",
  })
  void verifyNew_saysWhatItHashed_andGivesTheStateOfAWholeVerification(
      int known, int size, String checked) {
    TestLog log = TestLog.ofSize(size, known).writeTo(bundle());
    Report report = verifyNew(log, stateAt(known));
    assertThat(report.lines().get(0))
        .startsWith("VERIFIED origin=")
        .contains(" entries=0.." + (size - 1) + " checked=" + checked + " root=");
    assertThat(report.lines())
        .contains(
            "NOT LOOKED AT: entries 0.."
                + (known / 256 * 256 - 1)
                + " as they lie in this bundle; the auditor's state has their tree from an earlier"
                + " verification");
    Report whole = log.verify(bundle());
    assertThat(report.state(Samples.TIME, TOOL)).isEqualTo(whole.state(Samples.TIME, TOOL));
    assertThat(facts(report)).isEqualTo(facts(whole));
  }

  /** Times, signatures and counts, without what was hashed. */
  private static String facts(Report report) {
    return report.lines().get(0).replaceAll(" checked=\\S+", "");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255})
  void verifyNew_aStateOfLessThanATile_isAWholeVerification(int known) {
    TestLog log = TestLog.ofSize(600).writeTo(bundle());
    assertThat(verifyNew(log, log.state(known)).lines().get(0))
        .startsWith("VERIFIED")
        .doesNotContain("checked=");
  }

  @Test
  void verifyNew_aStateOfTheFirstVersion_isAWholeVerification() {
    TestLog log = TestLog.ofSize(600).writeTo(bundle());
    assertThat(verifyNew(log, log.state(300)).lines())
        .noneMatch(line -> line.contains("NOT LOOKED"));
  }

  @Test
  void verifyNew_anOldEntryEdited_isNotSeen_andTheLineSaysSo() {
    TestLog log = TestLog.ofSize(1000);
    log.leaves.set(7, Samples.readBuilder().policyVersion(8).stamped(Samples.stamp(8)).encode());
    log.writeTo(bundle());
    assertThat(verifyNew(log, stateAt(600)).lines())
        .anyMatch(line -> line.startsWith("NOT LOOKED AT"));
    assertThat(log.verify(bundle()).exitCode()).isEqualTo(ExitCode.TAMPERED);
  }

  /** Each place from the state's tile on, and the hashes above the old entries that are needed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tile/entries/002",
        "tile/entries/003.p/232",
        "tile/0/002",
        "tile/0/003.p/232",
        "tile/1/000.p/3",
        "checkpoint"
      })
  void verifyNew_aChangeFromTheStateOn_isFound(String name) throws IOException {
    TestLog log = TestLog.ofSize(1000).writeTo(bundle());
    AuditorState state = stateAt(600);
    int length = (int) Files.size(bundle().resolve(name));
    for (int offset = 0; offset < length; offset += 1 + length / 25) {
      TestLog.flip(bundle(), name, offset);
      Report report = verifyNew(log, state);
      assertThat(report.exitCode()).as(name + " at " + offset).isNotEqualTo(ExitCode.VERIFIED);
      assertThat(report.lines())
          .isEqualTo(BundleVerifier.verify(bundle(), log.policy(), Optional.of(state)).lines());
      TestLog.flip(bundle(), name, offset);
    }
    assertThat(verifyNew(log, state).exitCode()).isEqualTo(ExitCode.VERIFIED);
  }

  /** Another history of the same length, signed by the log's own keys. */
  @ParameterizedTest
  @ValueSource(ints = {3, 599, 512})
  void verifyNew_anotherHistoryBeforeTheState_isForked(int changed) {
    AuditorState state = stateAt(600);
    TestLog forged = otherHistory(1000, changed);
    Report report = verifyNew(forged, state);
    assertThat(report.lines().get(0)).startsWith("FORKED size=600 ");
    assertThat(report.state(Samples.TIME, TOOL)).isEmpty();
  }

  private TestLog otherHistory(int size, int changed) {
    TestLog log = TestLog.ofSize(0);
    for (int i = 0; i < size; i++) {
      TestLog honest = i == 0 ? TestLog.ofSize(1) : log;
      log.add(
          i == 0
              ? Entry.parse(honest.leaves.get(0))
              : i == changed
                  ? Samples.readBuilder().policyVersion(9).stamped(Samples.stamp(i + 1))
                  : Samples.read(i + 1));
    }
    TestLog.ofSize(1).payloads.values().forEach(log::keep);
    log.head = log.sign(size);
    return log.writeTo(bundle());
  }

  @Test
  void verifyNew_aCounterLeftOutBehindTheState_isAGap() {
    TestLog log = TestLog.ofSize(512);
    for (int i = 512; i < 600; i++) {
      log.add(Samples.read(i + 2));
    }
    log.head = log.sign(600);
    log.writeTo(bundle());
    assertThat(verifyNew(log, stateAt(512)).lines().get(0))
        .isEqualTo("GAP node=node-1 boot=7f3a9c21 k=513..513 missing");
  }

  @Test
  void verifyNew_aShorterLog_isTruncated() {
    TestLog log = TestLog.ofSize(500).writeTo(bundle());
    assertThat(verifyNew(log, stateAt(600)).lines().get(0)).startsWith("TRUNCATED auditor-state");
  }

  @Test
  void verifyNew_oldFilesAway_stillVerifies_asTheyAreNotLookedAt() throws IOException {
    TestLog log = TestLog.ofSize(1000).writeTo(bundle());
    for (String name : List.of("tile/entries/000", "tile/0/001")) {
      Files.delete(bundle().resolve(name));
    }
    assertThat(verifyNew(log, stateAt(600)).exitCode()).isEqualTo(ExitCode.VERIFIED);
    assertThat(log.verify(bundle()).exitCode()).isEqualTo(ExitCode.CANNOT_TELL);
  }

  /** Whoever changes the file changes what it proves; but not unseen by a whole verification. */
  @Test
  void verifyNew_aStateWithOtherCounters_findsAGap_andTheWholeVerificationDecides() {
    TestLog log = TestLog.ofSize(1000).writeTo(bundle());
    String text = new String(stateAt(600).text(), java.nio.charset.StandardCharsets.UTF_8);
    AuditorState wrong =
        AuditorState.parse(
            text.replace("7f3a9c21 600", "7f3a9c21 599")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(verifyNew(log, wrong).lines().get(0))
        .startsWith("VERIFIED")
        .doesNotContain("checked=");
  }
}
