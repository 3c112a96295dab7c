package org.patientvault.cli;

import java.util.ArrayList;
import java.util.List;
import org.patientvault.audit.ExitCode;
import org.patientvault.keys.RecoveryKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "lost-hsm",
    description = {
      "rehearse the loss of the daily key: open a copy with the recovery key alone, and give it",
      "another slot and another root",
      "without --shares and --key the shares are asked for, row by row",
      "the exit code is 1 when a step failed; the report tells, and is signed all the same"
    },
    footer = {
      "",
      "example:",
      "  patientvault drill lost-hsm --vault clinic.vault --out 2026-q2.drill --shares 1.txt 3.txt"
    })
final class DrillLostHsmCommand extends VaultCommand {
  @Mixin final DrillRun drill = new DrillRun();
  @Mixin final RecoveryInput recovery = new RecoveryInput();

  @Override
  ExitCode run(Desk desk) {
    recovery.check();
    List<RecoveryKey> opened = new ArrayList<>();
    try {
      return drill.run(
          desk,
          desk.unlocks(),
          (drills, options) ->
              drills.lostHsm(
                  () -> {
                    opened.add(recovery.read(desk));
                    return opened.get(0).unlock();
                  },
                  options));
    } finally {
      opened.forEach(RecoveryKey::close);
    }
  }
}
