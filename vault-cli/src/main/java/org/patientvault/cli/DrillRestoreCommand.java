package org.patientvault.cli;

import java.util.List;
import org.patientvault.audit.ExitCode;
import org.patientvault.keys.Unlock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "restore",
    description = {
      "rehearse the loss of the database: put a backup back into a copy, check it, and time it",
      "the exit code is 1 when a step failed; the report tells, and is signed all the same"
    },
    footer = {
      "",
      "example:",
      "  patientvault drill restore /mnt/backup/monday.vault --vault clinic.vault"
          + " --erasure-register /mnt/register --out 2026-q1.drill"
    })
final class DrillRestoreCommand extends VaultCommand {
  @Mixin final DrillRun drill = new DrillRun();

  @Override
  ExitCode run(Desk desk) {
    List<Unlock> unlocks = desk.unlocks();
    return drill.run(desk, unlocks, (drills, options) -> drills.restore(unlocks, options));
  }
}
