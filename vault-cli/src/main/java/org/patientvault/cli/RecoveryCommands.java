package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "recovery",
    description = "a way back into the vault when its daily secrets are lost",
    subcommands = {
      RecoverySplitCommand.class,
      RecoveryOpenCommand.class,
      RecoveryEscrowCommand.class,
      RecoveryKeyCommand.class,
      RecoveryCheckCommand.class
    },
    footer = {
      "",
      "example:",
      "  patientvault recovery split --vault clinic.vault --of 5 --needed 3 --out shares"
    })
final class RecoveryCommands extends CommandGroup {}
