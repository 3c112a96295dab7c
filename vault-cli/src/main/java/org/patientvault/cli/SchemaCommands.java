package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "schema",
    description = "the classes of fields",
    subcommands = {SchemaCheckCommand.class, SchemaShowCommand.class, SchemaInstallCommand.class},
    footer = {"", "example:", "  patientvault schema check our.schema.yaml"})
final class SchemaCommands extends CommandGroup {}
