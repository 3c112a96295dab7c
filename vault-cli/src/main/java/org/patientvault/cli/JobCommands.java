package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "job",
    description = "look at long works on the vault's keys, stop them and let them go on",
    subcommands = {
      JobListCommand.class,
      JobStatusCommand.class,
      JobPauseCommand.class,
      JobResumeCommand.class,
      JobCancelCommand.class
    },
    footer = {"", "example:", "  patientvault job list --vault clinic.vault"})
final class JobCommands extends CommandGroup {}
