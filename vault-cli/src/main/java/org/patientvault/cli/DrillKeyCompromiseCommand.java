package org.patientvault.cli;

import java.util.List;
import org.patientvault.audit.ExitCode;
import org.patientvault.keys.Unlock;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "key-compromise",
    description = {
      "rehearse that somebody has a key: do to a copy what key compromise does, and count",
      "the exit code is 1 when a step failed; the report tells, and is signed all the same"
    },
    footer = {
      "",
      "example:",
      "  patientvault drill key-compromise --vault clinic.vault --level root --out 2026-q3.drill"
    })
final class DrillKeyCompromiseCommand extends VaultCommand {
  @Mixin final DrillRun drill = new DrillRun();

  @Option(names = "--level", paramLabel = "LEVEL", description = "patient-wrap (default) or root")
  String level = KeyLevel.PATIENT_WRAP.text();

  @Override
  ExitCode run(Desk desk) {
    KeyLevel renewed = KeyLevel.parse(level);
    if (renewed != KeyLevel.PATIENT_WRAP && renewed != KeyLevel.ROOT) {
      throw new VaultException.InvalidInput("--level is patient-wrap or root");
    }
    List<Unlock> unlocks = desk.unlocks();
    return drill.run(
        desk, unlocks, (drills, options) -> drills.keyCompromise(renewed, unlocks, options));
  }
}
