package org.patientvault.verify;

import picocli.CommandLine.Command;

/** What an auditor does with a key of his own. */
@Command(
    name = "details",
    description = "an auditor's key for the details of a log, and what it opens; needs no vault",
    subcommands = {DetailsInitCommand.class, DetailsShowCommand.class},
    footer = {"", "example:", "  ${COMMAND-FULL-NAME} init --key-file auditor.key"})
public final class DetailsCommands extends CommandGroup {}
