package org.patientvault.cli;

import java.time.Duration;
import org.patientvault.verify.Output;

/** Tells the demonstration step by step. */
final class DemoSteps {
  private final Output output;
  private int step;

  DemoSteps(Output output) {
    this.output = output;
  }

  void next(String words) {
    output.line("");
    output.headline(++step + ". " + words);
  }

  void fact(String words) {
    output.line("   " + words);
  }

  void end(Duration taken) {
    output.line("");
    output.say(
        "done in " + taken.toMillis() / 1000 + " s; the vault and its copies are deleted again");
  }
}
