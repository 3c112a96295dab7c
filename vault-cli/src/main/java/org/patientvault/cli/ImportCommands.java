package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "import",
    description = "bring records in",
    subcommands = {ImportFhirCommand.class},
    footer = {"", "example:", "  patientvault import fhir --vault clinic.vault export/"})
final class ImportCommands extends CommandGroup {}
