package org.patientvault.cli;

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
abstract class VaultCommand implements Callable<Integer> {
  @Mixin final CommonOptions common = new CommonOptions();

  @Spec @Nullable CommandSpec spec;

  /** Does the work; any exception becomes a message, a hint and a code. */
  abstract ExitCode run(Desk desk) throws Exception;

  /**
   * What to do about {@code failure}, where this command knows better than the kind of failure
   * tells.
   */
  Optional<String> hint(VaultException failure) {
    return Optional.empty();
  }

  @Override
  public final Integer call() throws Exception {
    try (Desk desk = new Desk(common, terminal())) {
      return run(desk).code();
    }
  }

  private Terminal terminal() {
    if (spec == null || !(spec.root().userObject() instanceof Main main)) {
      throw new AssertionError("a command stands under the root command");
    }
    return main.terminal();
  }
}
