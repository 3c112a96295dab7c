package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "key",
    description = "renew the vault's keys while others work, and count what is under which",
    subcommands = {
      KeyCensusCommand.class,
      KeyBackupsCommand.class,
      KeyRotateCommand.class,
      KeyPromoteCommand.class,
      KeyPolicyCommands.class,
      KeyCompromiseCommand.class,
      KeyDestroyCommand.class
    },
    footer = {"", "example:", "  patientvault key census --vault clinic.vault"})
final class KeyCommands extends CommandGroup {}
