package org.patientvault.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error for whoever is looking; nothing for programs. */
final class Progress implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static Progress on(Desk desk, String task) {
    return on(desk, task, " records");
  }

  /** With rate, and time left as far as the size of the work is known. */
  static Progress ofJob(Desk desk) {
    return on(desk, "renew", " rows");
  }

  static Progress on(Desk desk, String task, String unit) {
    if (!desk.terminal().isInteractive() || desk.output().isJson()) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(desk.terminal().err()))
            .setUnit(unit, 1)
            .setInitialMax(-1)
            .showSpeed()
            .build());
  }

  /** {@code records} done, in input {@code input} of {@code inputs}. */
  void at(long records, int input, int inputs) {
    if (bar != null) {
      bar.stepTo(records);
      bar.setExtraMessage("input " + input + " of " + inputs);
    }
  }

  /** {@code done} of about {@code total}. */
  void at(long done, long total) {
    if (bar != null) {
      bar.maxHint(Math.max(done, total));
      bar.stepTo(done);
    }
  }

  void at(long records) {
    if (bar != null) {
      bar.stepTo(records);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
