package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.AuditTrail;
import org.patientvault.Vault;
import org.patientvault.audit.AuditorInput;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.ClosedLog;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;

/**
 * P8: a process is killed while it closes one log after the other. The vault opens, what was
 * acknowledged is there, and each log verifies and goes on from the one before.
 */
@Tag("once")
class ClosingKillTest {
  private static final long SEED = Long.getLong("crash.seed", 2026);
  private static final int KILLS = Integer.getInteger("crash.kills", 15);

  @TempDir Path folder;

  /** Closed logs that were verified as they ended. */
  private final Set<String> verified = new HashSet<>();

  @Test
  void fifteenKills_loseNothingAndTheChainHolds() throws Exception {
    Place place = Place.main(folder);
    Random random = new Random(SEED);
    Acknowledged acknowledged;
    try (Vault vault = place.create()) {
      acknowledged = Acknowledged.in(vault);
    }
    for (int kill = 1; kill <= KILLS; kill++) {
      long seed = random.nextLong() >>> 16;
      Moment moment = Moment.of(Task.CLOSE, random);
      List<Ack> acks = VictimProcess.start(folder, Task.CLOSE, seed).kill(moment);
      acknowledged.addAll(acks);
      assertThat(Vault.verifyRecords(place.location(), place.unlock()).findings())
          .as("seed " + SEED + ", kill " + kill)
          .isEmpty();
      try (Vault vault = place.open()) {
        acknowledged.checkNew(vault);
        assertThat(vault.auditTrail(Place.AUDITOR).logs()).containsAll(closings(acks));
        verify(vault);
      }
    }
    try (Vault vault = place.open()) {
      acknowledged.checkAll(vault);
    }
    System.out.println("kills: " + KILLS + ", closed logs verified: " + verified.size());
    assertThat(verified).hasSizeGreaterThan(KILLS / 2);
  }

  /** Logs that a victim was told to have begun. */
  private static List<String> closings(List<Ack> acks) {
    return acks.stream()
        .filter(Ack.Step.class::isInstance)
        .map(Ack.Step.class::cast)
        .filter(step -> step.what().equals("close"))
        .map(Ack.Step::name)
        .toList();
  }

  /** Each log that is new since the last time, and the newest, held against the one before. */
  private void verify(Vault vault) throws IOException {
    AuditTrail trail = vault.auditTrail(Place.AUDITOR);
    List<String> logs = trail.logs();
    Optional<ClosedLog> previous = Optional.empty();
    for (String log : logs) {
      Path bundle = folder.resolve("bundle");
      trail.ofLog(log).export(bundle);
      if (!verified.contains(log)) {
        verify(bundle, trail.ofLog(log).trustPolicy(), previous);
      }
      previous = Optional.of(ClosedLog.ofNote(Files.readAllBytes(bundle.resolve("checkpoint"))));
      Inspection.delete(bundle);
    }
    verified.addAll(logs.subList(0, logs.size() - 1));
  }

  private static void verify(Path bundle, String policy, Optional<ClosedLog> previous) {
    AuditorInput input = AuditorInput.of(Optional.empty());
    Report report =
        BundleVerifier.verify(
            bundle,
            TrustPolicy.parse(policy.getBytes(StandardCharsets.UTF_8)),
            previous.map(input::withPrevious).orElse(input));
    assertThat(report.exitCode().code()).as(String.join("\n", report.lines())).isZero();
    assertThat(report.lines().stream().filter(line -> line.startsWith("FOLLOWS ")).count())
        .isEqualTo(previous.isPresent() ? 1 : 0);
  }
}
