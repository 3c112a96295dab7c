package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "review",
    description = "review the log: draw samples, say what was found",
    subcommands = {ReviewSampleCommand.class, ReviewRecordCommand.class},
    footer = {
      "",
      "example:",
      "  patientvault audit review sample --vault clinic.vault --from 2026-01-01 --size 20 --seed"
          + " 2026-w03"
    })
final class ReviewCommands extends CommandGroup {}
