package org.patientvault.cli;

import org.patientvault.audit.ExitCode;
import org.patientvault.verify.Output;
import org.patientvault.verify.ToolCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command that may need a vault, or secrets: it works at a desk. */
@Command
abstract class VaultCommand extends ToolCommand {
  @Mixin final CommonOptions common = new CommonOptions();

  /** Does the work; any exception becomes a message, a hint and a code. */
  abstract ExitCode run(Desk desk) throws Exception;

  @Override
  protected final ExitCode run(Output output) throws Exception {
    try (Desk desk = new Desk(common, terminal(), output)) {
      return run(desk);
    }
  }
}
