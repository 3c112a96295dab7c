package org.patientvault;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a table is moved in.
 *
 * @param keepGoing whether good rows are moved although others are bad; if not, one bad row means
 *     that nothing is
 * @param rate rows a second at most, so that care is not slowed; 0 for as fast as it goes
 * @param progress told after each page, on the caller's thread
 */
public record MigrationOptions(
    boolean keepGoing, int rate, Consumer<MigrationReport.Progress> progress) {
  public MigrationOptions {
    Objects.requireNonNull(progress, "progress");
    if (rate < 0) {
      throw new IllegalArgumentException("a rate is not negative");
    }
  }

  /** All or nothing, as fast as it goes; nobody is told. */
  public static MigrationOptions defaults() {
    return new MigrationOptions(false, 0, progress -> {});
  }

  public MigrationOptions withKeepGoing() {
    return new MigrationOptions(true, rate, progress);
  }

  public MigrationOptions withRate(int rowsPerSecond) {
    return new MigrationOptions(keepGoing, rowsPerSecond, progress);
  }

  public MigrationOptions withProgress(Consumer<MigrationReport.Progress> told) {
    return new MigrationOptions(keepGoing, rate, told);
  }
}
