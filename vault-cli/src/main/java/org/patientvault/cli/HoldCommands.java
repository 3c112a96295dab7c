package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "hold",
    description = "legal holds: while one is on a patient, nothing of theirs is erased",
    subcommands = {HoldSetCommand.class, HoldReleaseCommand.class, HoldListCommand.class},
    footer = {"", "example:", "  patientvault patient hold list --vault clinic.vault"})
final class HoldCommands extends CommandGroup {}
