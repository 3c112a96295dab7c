package org.patientvault.verify;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.ExitCode;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command: it parses, calls the library, prints and returns a code. */
@Command
public abstract class ToolCommand implements Callable<Integer> {
  @Mixin final PrintOptions printing = new PrintOptions();

  @Spec @Nullable CommandSpec spec;

  /** Does the work; any exception becomes a message, a hint and a code. */
  protected abstract ExitCode run(Output output) throws Exception;

  /**
   * What to do about {@code failure}, where this command knows better than the kind of failure
   * tells.
   */
  protected Optional<String> hint(VaultException failure) {
    return Optional.empty();
  }

  @Override
  public final Integer call() throws Exception {
    return run(new Output(terminal(), printing.json)).code();
  }

  /** What this command talks to. */
  protected Terminal terminal() {
    if (spec == null || !(spec.root().userObject() instanceof Program program)) {
      throw new AssertionError("a command stands under the command of its program");
    }
    return program.terminal();
  }
}
