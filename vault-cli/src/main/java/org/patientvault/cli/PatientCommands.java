package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "patient",
    description = "list and find patients",
    subcommands = {PatientListCommand.class, PatientFindCommand.class},
    footer = {
      "",
      "example:",
      "  patientvault patient list --vault clinic.vault --role physician --purpose TREAT"
    })
final class PatientCommands extends CommandGroup {}
