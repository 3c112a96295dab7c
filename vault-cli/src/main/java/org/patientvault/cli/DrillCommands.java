package org.patientvault.cli;

import org.patientvault.verify.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "drill",
    description =
        "rehearse an emergency on a copy of the vault; the vault itself is only backed up",
    subcommands = {
      DrillRestoreCommand.class,
      DrillLostHsmCommand.class,
      DrillKeyCompromiseCommand.class
    },
    footer = {
      "",
      "example:",
      "  patientvault drill restore --vault clinic.vault --erasure-register /mnt/register --out"
          + " 2026-q1.drill"
    })
final class DrillCommands extends CommandGroup {}
