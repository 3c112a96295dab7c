package org.patientvault.verify;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word that stands before commands and does nothing by itself. */
@Command
public abstract class CommandGroup implements Runnable {
  @Spec @Nullable CommandSpec spec;

  @Override
  public final void run() {
    if (spec == null) {
      throw new AssertionError("made by the command line");
    }
    throw new ParameterException(
        spec.commandLine(), "say which: " + String.join(", ", spec.subcommands().keySet()));
  }
}
