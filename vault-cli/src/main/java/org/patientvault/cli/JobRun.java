package org.patientvault.cli;

import java.time.Duration;
import java.util.function.Function;
import org.patientvault.JobOptions;
import org.patientvault.JobStatus;
import org.patientvault.audit.ExitCode;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Option;

/** How a command runs a job: at which pace, and what it says meanwhile and afterwards. */
final class JobRun {
  @Option(
      names = "--rate",
      paramLabel = "ROWS",
      description = "renew at most so many rows a second, so that care is not slowed")
  int rate;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "how long to wait for nodes that have not loaded the new key (default: 60)")
  int waitSeconds = 60;

  /** Runs {@code job} with a progress bar; one that somebody gave up or paused is not done. */
  ExitCode run(Desk desk, Function<JobOptions, JobStatus> job) {
    JobStatus ended = with(desk, job);
    JobLine.tell(desk.output(), ended);
    return ended.state().equals("paused") || isGivenUp(ended)
        ? ExitCode.REFUSED
        : ExitCode.VERIFIED;
  }

  private static boolean isGivenUp(JobStatus job) {
    return job.ended() && !job.proven();
  }

  /** Runs what takes jobs with a progress bar. */
  <T> T with(Desk desk, Function<JobOptions, T> job) {
    if (rate < 0 || waitSeconds < 0) {
      throw new VaultException.InvalidInput("--rate and --wait are not negative");
    }
    try (Progress progress = Progress.ofJob(desk)) {
      return job.apply(
          JobOptions.defaults()
              .withRate(rate)
              .withNodesWithin(Duration.ofSeconds(waitSeconds))
              .withProgress(now -> progress.at(now.done(), now.total())));
    }
  }
}
