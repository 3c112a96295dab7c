package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "patient",
    description = "list and find patients, erase them, and put legal holds on them",
    subcommands = {
      PatientListCommand.class,
      PatientFindCommand.class,
      EraseCommands.class,
      HoldCommands.class
    },
    footer = {
      "",
      "example:",
      "  patientvault patient list --vault clinic.vault --role physician --purpose TREAT"
    })
final class PatientCommands extends CommandGroup {}
