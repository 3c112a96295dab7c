package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "admin",
    description = {
      "administrators with keys of their own: from the second one on, some things need two of them",
      "docs/two-persons.md says which, and whom that binds"
    },
    subcommands = {
      AdminInitCommand.class,
      AdminEnrolCommand.class,
      AdminListCommand.class,
      AdminRemoveCommand.class
    },
    footer = {
      "",
      "examples:",
      "  patientvault admin init anna --key anna.key",
      "  patientvault admin enrol anna+4d3c2b1a+AT9… --vault clinic.vault"
    })
final class AdminCommands extends CommandGroup {}
