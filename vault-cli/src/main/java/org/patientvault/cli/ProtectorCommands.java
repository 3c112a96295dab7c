package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "protector",
    description = "manage what opens the vault",
    subcommands = {
      ProtectorListCommand.class,
      ProtectorCreateCommand.class,
      ProtectorAddCommand.class,
      ProtectorRemoveCommand.class,
      ChangePassphraseCommand.class
    },
    footer = {"", "example:", "  patientvault protector list --vault clinic.vault"})
final class ProtectorCommands extends CommandGroup {}
