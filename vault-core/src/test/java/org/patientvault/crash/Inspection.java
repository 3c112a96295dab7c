package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.patientvault.RecordsReport;
import org.patientvault.Vault;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.Report;
import org.patientvault.audit.TrustPolicy;

/** The auditor who comes after every kill, with what he took home the time before. */
final class Inspection {
  private final Place place;
  private final TrustPolicy policy;
  private Optional<AuditorState> state = Optional.empty();

  private Inspection(Place place, TrustPolicy policy) {
    this.place = place;
    this.policy = policy;
  }

  static Inspection of(Place place, Vault vault) {
    String text = vault.auditTrail(Place.AUDITOR).trustPolicy();
    return new Inspection(place, TrustPolicy.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The log verifies and goes on from where it was; every row is as its entry says. */
  void verify() throws IOException {
    verifyLog(place);
    RecordsReport records = Vault.verifyRecords(place.location(), place.unlock());
    assertThat(records.findings()).as("findings of the records check").isEmpty();
  }

  private void verifyLog(Place at) throws IOException {
    Report report = report(at, state);
    assertThat(report.exitCode().code()).as(String.join("\n", report.lines())).isZero();
    state = report.state(Instant.now(), "crash test");
    assertThat(state).isPresent();
  }

  /** What somebody finds who never saw this log before. */
  Report asStranger() throws IOException {
    return report(place, Optional.empty());
  }

  /** What he finds who knows the log from the last time that all was well. */
  Report asBefore() throws IOException {
    return report(place, state);
  }

  /** A copy of the vault is whole in itself; its log need not reach as far. */
  void verifyCopy(Place copy) throws IOException {
    Report report = report(copy, Optional.empty());
    assertThat(report.exitCode().code()).as(String.join("\n", report.lines())).isZero();
    RecordsReport records = Vault.verifyRecords(copy.location(), place.unlock());
    assertThat(records.findings()).as("findings in the copy").isEmpty();
  }

  private Report report(Place at, Optional<AuditorState> known) throws IOException {
    Path bundle = place.folder().resolve("bundle");
    Vault.exportLog(at.location(), bundle);
    try {
      return BundleVerifier.verify(bundle, policy, known);
    } finally {
      delete(bundle);
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      List<Path> deepestFirst = inside.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.delete(each);
      }
    }
  }

  /** How many entries the auditor has verified. */
  long verifiedEntries() {
    return state.map(AuditorState::size).orElse(0L);
  }
}
