package org.patientvault.bench.start;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.patientvault.bench.Party;
import org.patientvault.bench.Slice;

/** One command, run as a whole process from its start to its end: a slice is one run. */
final class ProcessParty implements Party {
  private static final int TIMEOUT_SECONDS = 60;

  private final String name;
  private final List<String> command;

  ProcessParty(String name, List<String> command) {
    this.name = name;
    this.command = command;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Slice work(long nanos) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    String out = run(command);
    long wall = System.nanoTime() - begin;
    if (out.isEmpty()) {
      throw new IOException("a command printed nothing: " + command);
    }
    return new Slice(1, wall, 0, 0);
  }

  /** What the command prints; whatever does not end well is an exception. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("a command did not end: " + command);
    }
    if (process.exitValue() != 0) {
      throw new IOException("exit code " + process.exitValue() + " of " + command);
    }
    return out;
  }
}
