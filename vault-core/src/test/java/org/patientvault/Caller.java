package org.patientvault;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Somebody who calls a vault on a thread of his own. */
final class Caller<T> {
  private static final Pattern DRIVERS = Pattern.compile("^org\\.(sqlite|postgresql)\\.");

  private final FutureTask<T> task;
  private final Thread thread;

  private Caller(FutureTask<T> task) {
    this.task = task;
    this.thread = new Thread(task, "caller");
  }

  static <T> Caller<T> start(Callable<T> call) {
    Caller<T> caller = new Caller<>(new FutureTask<>(call));
    caller.thread.setDaemon(true);
    caller.thread.start();
    return caller;
  }

  /** Comes back when the caller waits for the log. */
  void awaitWaiting() {
    while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  /** Comes back when the caller has the committer to himself, and waits for the database. */
  void awaitCommitting() {
    while (thread.isAlive() && !isCommitting(thread.getStackTrace())) {
      Thread.onSpinWait();
    }
  }

  private static boolean isCommitting(StackTraceElement[] frames) {
    return Arrays.stream(frames).anyMatch(frame -> DRIVERS.matcher(frame.getClassName()).find())
        && Arrays.stream(frames).anyMatch(frame -> frame.getClassName().endsWith(".Committer"));
  }

  T result() throws Exception {
    return task.get(1, TimeUnit.MINUTES);
  }
}
