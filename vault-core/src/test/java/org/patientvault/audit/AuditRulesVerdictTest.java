package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.patientvault.model.Bytes;
import org.patientvault.model.Purpose;
import org.patientvault.model.Role;

/** Recording that stopped and emergencies that nobody looked at: exit code 4, and where. */
class AuditRulesVerdictTest {
  private static final Instant MORNING =
      Instant.ofEpochSecond(TestLog.SIGNED_AT).minusSeconds(360_000);
  private static final Bytes DOCTOR = Samples.pattern(16, 1);
  private static final Bytes OFFICER = Samples.pattern(16, 2);

  @TempDir private Path directory;

  private final TestLog log = new TestLog();
  private long counter;

  @BeforeEach
  void theVaultIsMade() {
    log.add(log.genesis().stamped(new EntryStamp(MORNING, "node-2", 0, 1)));
  }

  private void at(Duration after, int boot, EntryBuilder entry) {
    log.add(entry.stamped(new EntryStamp(MORNING.plus(after), "node-2", boot, ++counter)));
  }

  private static Duration hours(long hours) {
    return Duration.ofHours(hours);
  }

  private static EntryBuilder event(EventCode code) {
    return Entry.of(code, Outcome.SUCCESS);
  }

  private Report verified(AuditRules rules) {
    log.head = log.sign(log.leaves.size());
    log.writeTo(directory);
    AuditorInput input = AuditorInput.of(Optional.empty()).withRules(rules);
    return BundleVerifier.verify(directory, log.policy(), input);
  }

  private List<String> found(AuditRules rules) {
    return verified(rules).lines().stream()
        .filter(line -> line.startsWith("SILENCE") || line.startsWith("BTG OPEN"))
        .toList();
  }

  @Test
  void nodeThatRunsAndWritesNothing_isSilence() {
    at(hours(0), 1, event(EventCode.START));
    at(hours(1), 1, Samples.readBuilder());
    Report report = verified(AuditRules.STANDARD);
    assertThat(report.lines())
        .contains(
            "SILENCE "
                + MORNING
                + ".."
                + MORNING.plus(hours(1))
                + " no entries, no STOP; next is index=2");
    assertThat(report.exitCode()).isEqualTo(ExitCode.POLICY_NOT_MET);
  }

  @Test
  void nodeThatWasKilledAndStartedLater_isSilenceOnce() {
    at(hours(0), 1, event(EventCode.START));
    counter = 0;
    at(hours(2), 2, event(EventCode.START));
    at(hours(2), 2, event(EventCode.STOP));
    counter = 0;
    at(hours(9), 3, event(EventCode.START));
    assertThat(found(AuditRules.STANDARD)).hasSize(1).first().asString().endsWith("index=2");
  }

  @Test
  void nodeThatStopped_mayBeSilent() {
    at(hours(0), 1, event(EventCode.START));
    at(hours(0), 1, event(EventCode.STOP));
    counter = 0;
    at(hours(8), 2, event(EventCode.START));
    assertThat(found(AuditRules.STANDARD)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"59, 1", "60, 0", "0, 0"})
  void longerThanTheAuditorAllows_isSilence(int allowedMinutes, int expected) {
    at(hours(0), 1, event(EventCode.START));
    at(hours(1), 1, Samples.readBuilder());
    AuditRules rules = new AuditRules(Duration.ofMinutes(allowedMinutes), Duration.ZERO);
    assertThat(found(rules)).hasSize(expected);
  }

  @Test
  void timeThatGoesBack_isNoSilence() {
    at(hours(1), 1, event(EventCode.START));
    at(hours(0), 1, Samples.readBuilder());
    at(hours(1), 1, Samples.readBuilder());
    assertThat(found(AuditRules.STANDARD)).isEmpty();
  }

  private static EntryBuilder opening() {
    return event(EventCode.BTG_OPEN)
        .actor(DOCTOR, new Role("physician"))
        .subject(Samples.pattern(16, 3))
        .purpose(Purpose.BTG)
        .detail(Samples.pattern(32, 4));
  }

  private static EntryBuilder review(Bytes by, long first, long last) {
    return event(EventCode.BTG_REVIEW)
        .actor(by, new Role("privacy-officer"))
        .detail(Samples.pattern(32, 4))
        .ranges(List.of(new IndexRange(first, last)));
  }

  @Test
  void emergencyThatNobodyReviewed_isOpen() {
    at(hours(0), 1, opening());
    Report report = verified(AuditRules.STANDARD);
    assertThat(report.lines()).contains("BTG OPEN index=1 not reviewed after 72 h");
    assertThat(report.exitCode()).isEqualTo(ExitCode.POLICY_NOT_MET);
  }

  @Test
  void emergencyReviewedByAnother_isNot() {
    at(hours(0), 1, opening());
    at(hours(0), 1, review(OFFICER, 0, 1));
    assertThat(found(AuditRules.STANDARD)).isEmpty();
  }

  @Test
  void emergencyReviewedByWhoAskedForIt_isOpenStill() {
    at(hours(0), 1, opening());
    at(hours(0), 1, review(DOCTOR, 1, 1));
    assertThat(found(AuditRules.STANDARD)).hasSize(1);
  }

  @Test
  void reviewOfAnother_doesNotCount() {
    at(hours(0), 1, opening());
    at(hours(0), 1, opening());
    at(hours(0), 1, review(OFFICER, 2, 2));
    assertThat(found(AuditRules.STANDARD))
        .containsExactly("BTG OPEN index=1 not reviewed after 72 h");
  }

  @ParameterizedTest
  @CsvSource({"99, 1", "101, 0", "0, 0"})
  void openOnlyAfterTheTimeTheAuditorAllows(int hours, int expected) {
    at(hours(0), 1, opening());
    assertThat(found(new AuditRules(Duration.ZERO, hours(hours)))).hasSize(expected);
  }

  @Test
  void negativeTimes_areRefused() {
    assertThatThrownBy(() -> new AuditRules(Duration.ofSeconds(-1), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
