package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "export",
    description = "give records out",
    subcommands = {ExportFhirCommand.class},
    footer = {
      "",
      "example:",
      "  patientvault export fhir --vault clinic.vault --role physician --purpose TREAT out/"
    })
final class ExportCommands extends CommandGroup {}
