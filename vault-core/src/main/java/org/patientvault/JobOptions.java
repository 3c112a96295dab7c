package org.patientvault;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a job runs.
 *
 * @param rate rows a second at most, so that care is not slowed; 0 for as fast as it goes
 * @param nodesWithin how long to wait for the nodes that have not loaded a new key yet
 * @param progress told after each page, by the thread that runs the job
 */
public record JobOptions(int rate, Duration nodesWithin, Consumer<JobStatus> progress) {
  public JobOptions {
    Objects.requireNonNull(progress, "progress");
    if (rate < 0 || nodesWithin.isNegative()) {
      throw new IllegalArgumentException("a rate and a time to wait are not negative");
    }
  }

  /** As fast as it goes; nodes have a minute; nobody is told. */
  public static JobOptions defaults() {
    return new JobOptions(0, Duration.ofMinutes(1), status -> {});
  }

  public JobOptions withRate(int rowsPerSecond) {
    return new JobOptions(rowsPerSecond, nodesWithin, progress);
  }

  public JobOptions withNodesWithin(Duration longest) {
    return new JobOptions(rate, longest, progress);
  }

  public JobOptions withProgress(Consumer<JobStatus> told) {
    return new JobOptions(rate, nodesWithin, told);
  }
}
