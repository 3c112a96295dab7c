package org.patientvault.cli;

import java.util.Optional;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command about one job, which need not be named while only one has not ended. */
@Command
abstract class OneJobCommand extends VaultCommand {
  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "the first digits of its id; else the one that has not ended")
  String id = "";

  @Override
  protected Optional<String> hint(VaultException failure) {
    return failure instanceof VaultException.NotFound
        ? Optional.of("patientvault job list shows the jobs and their ids")
        : Optional.empty();
  }
}
