package org.patientvault.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.AuditRules;
import org.patientvault.audit.AuditorInput;
import org.patientvault.audit.AuditorState;
import org.patientvault.audit.BundleVerifier;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.Report;
import org.patientvault.audit.TimeDemands;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.audit.details.DetailsKey;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies an exported log. The command line adds to it what a live vault can be asked. */
@Command(
    name = "verify",
    description =
        "verify an exported log with public keys alone, offline; writes nothing but the state asked"
            + " for")
public class AuditVerifyCommand extends ToolCommand {
  @Parameters(arity = "0..1", paramLabel = "DIR", description = "what audit export wrote")
  protected @Nullable Path bundle;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "the keys you trust, as a C2SP tlog-policy; given to you by hand, not by the vault")
  @Nullable Path policy;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "what you kept from the last time; made or renewed when the log verifies")
  @Nullable Path state;

  @Option(
      names = "--incremental",
      description = "hash only what came after the state; older entries are not looked at")
  boolean incremental;

  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      description = "a new file for signed notes that contradict each other")
  @Nullable Path evidence;

  @Option(
      names = "--silence",
      paramLabel = "MINUTES",
      defaultValue = "15",
      description = "longest time without an entry while a node runs (${DEFAULT-VALUE}); 0: any")
  int silence = 15;

  @Option(
      names = "--btg-review",
      paramLabel = "HOURS",
      defaultValue = "72",
      description = "how soon an emergency access must be reviewed (${DEFAULT-VALUE}); 0: never")
  int emergencyReview = 72;

  @Option(
      names = "--head",
      paramLabel = "FILE",
      description =
          "a head of this log that somebody else kept, such as a witness; may be given more than"
              + " once")
  List<Path> heads = List.of();

  @Option(
      names = "--previous",
      paramLabel = "PATH",
      description =
          "of the closed log that this one is to follow: its bundle, its last note, or what --state"
              + " kept of it; looks whether it does")
  @Nullable Path previous;

  @Option(
      names = Authorities.OPTION,
      paramLabel = "FILE",
      description =
          "certificate of a time stamp authority or of its root (PEM); given to you by hand; may be"
              + " repeated")
  List<Path> tsa = new ArrayList<>();

  @Option(
      names = "--anchor-every",
      paramLabel = "TIME",
      description = "how far apart time stamps may be at most, such as 1d or 12h")
  @Nullable String anchorEvery;

  @Option(
      names = "--tolerance",
      paramLabel = "TIME",
      description = "how far times of entries may be off, such as 30s or 5m; 5m unless you say so")
  @Nullable String tolerance;

  @Option(
      names = "--details-key",
      paramLabel = "FILE",
      description = "your key, for a bundle whose details were sealed to it: they are checked too")
  @Nullable Path detailsKey;

  @Override
  protected Optional<String> hint(VaultException failure) {
    return bundle != null && failure instanceof VaultException.StorageFailed
        ? Optional.of("look whether the folder and the files you named are there and yours to use")
        : Optional.empty();
  }

  @Override
  protected ExitCode run(Output output) throws IOException {
    if (bundle == null) {
      throw new VaultException.InvalidInput("give a folder to verify");
    }
    return verify(output, bundle);
  }

  private ExitCode verify(Output output, Path directory) throws IOException {
    if (policy == null) {
      throw new VaultException.InvalidInput(
          "whose keys do you trust? give --policy FILE; patientvault audit keys prints one");
    }
    TrustPolicy trusted = TrustPolicy.parse(InputFile.read(policy, "policy"));
    Report report = report(directory, trusted);
    print(output, report);
    keep(report);
    return report.exitCode();
  }

  private Report report(Path directory, TrustPolicy trusted) {
    if (detailsKey == null) {
      return report(directory, trusted, input());
    }
    try (DetailsKey key = DetailsFile.key(detailsKey)) {
      return report(directory, trusted, input().withDetails(key));
    }
  }

  private Report report(Path directory, TrustPolicy trusted, AuditorInput input) {
    return incremental
        ? verifyNew(directory, trusted, input)
        : BundleVerifier.verify(directory, trusted, input);
  }

  private AuditorInput input() {
    if (silence < 0 || emergencyReview < 0) {
      throw new VaultException.InvalidInput("--silence and --btg-review are 0 or more");
    }
    AuditorInput input = AuditorInput.of(known());
    return (previous == null ? input : input.withPrevious(KeptLog.read(previous)))
        .withHeads(heads.stream().map(file -> Bytes.of(InputFile.read(file, "head"))).toList())
        .withRules(new AuditRules(Duration.ofMinutes(silence), Duration.ofHours(emergencyReview)))
        .withTimes(demands());
  }

  private TimeDemands demands() {
    TimeDemands demands = TimeDemands.of(Authorities.of(tsa));
    if (tolerance != null) {
      demands = demands.within(ShortTime.parse(tolerance));
    }
    return anchorEvery == null ? demands : demands.demanding(ShortTime.parse(anchorEvery));
  }

  private Report verifyNew(Path directory, TrustPolicy trusted, AuditorInput input) {
    if (state == null) {
      throw new VaultException.InvalidInput(
          "--incremental goes on from what you kept: give --state FILE");
    }
    int threads = Runtime.getRuntime().availableProcessors();
    return BundleVerifier.verifyNew(directory, trusted, input, threads);
  }

  private Optional<AuditorState> known() {
    return state == null || !Files.exists(state)
        ? Optional.empty()
        : Optional.of(AuditorState.parse(InputFile.read(state, "state")));
  }

  static void print(Output output, Report report) {
    if (output.isJson()) {
      output.raw(report.json());
      output.line("");
    } else {
      report.lines().forEach(output::line);
      VerdictHint.of(report.verdicts()).forEach(output::hint);
    }
  }

  private void keep(Report report) throws IOException {
    if (evidence != null && !report.evidence().isEmpty()) {
      NewFile.write(evidence, report.evidence());
    }
    Optional<AuditorState> seen = report.state(Instant.now(), "patientvault " + Version.text());
    if (state != null && seen.isPresent()) {
      NewFile.replace(state, seen.get().text());
    }
  }
}
