package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "retention",
    description = "how long the log keeps the details of its entries, names among them",
    subcommands = {RetentionShowCommand.class, RetentionSetCommand.class},
    footer = {
      "",
      "example:",
      "  patientvault audit retention set --vault clinic.vault --access 1830"
    })
final class RetentionCommands extends CommandGroup {}
