package org.patientvault.cli;

import picocli.CommandLine.Command;

@Command(
    name = "details",
    description = "an auditor's key for the details of a log, and what it opens; needs no vault",
    subcommands = {DetailsInitCommand.class, DetailsShowCommand.class},
    footer = {"", "example:", "  patientvault audit details init --key-file auditor.key"})
final class DetailsCommands extends CommandGroup {}
