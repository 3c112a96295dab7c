package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "record",
    description = "read and write records of a patient",
    subcommands = {
      RecordListCommand.class,
      RecordGetCommand.class,
      RecordPutCommand.class,
      RecordHistoryCommand.class
    },
    footer = {
      "",
      "example:",
      "  patientvault record get --vault clinic.vault --role physician --purpose TREAT 0f…"
          + " Observation bp-1"
    })
final class RecordCommands extends CommandGroup {}
