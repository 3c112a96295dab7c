package org.patientvault.internal.jobs;

/** How phases and states of a job are spelled in its row. */
public final class JobWords {
  /** The new key is stored; it is used once every node has it. */
  public static final String DISTRIBUTE = "distribute";

  /** Rows get under the new key. */
  public static final String REWORK = "rework";

  /** Nothing is under the old key any more. */
  public static final String PROVEN = "proven";

  public static final String RUNNING = "running";
  public static final String PAUSED = "paused";
  public static final String ENDED = "ended";

  private JobWords() {}
}
