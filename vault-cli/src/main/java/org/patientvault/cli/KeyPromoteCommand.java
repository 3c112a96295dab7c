package org.patientvault.cli;

import org.patientvault.KeyAdministration;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "promote",
    description = {
      "use a key that was staged, and bring everything under it",
      "refuses while a live node has not loaded it"
    },
    footer = {"", "example:", "  patientvault key promote --vault clinic.vault patient-wrap"})
final class KeyPromoteCommand extends VaultCommand {
  @Parameters(paramLabel = "LEVEL", description = "which keys")
  String level = "";

  @Mixin final JobRun job = new JobRun();

  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      KeyAdministration keys = vault.administration(desk.actor(Desk.ADMIN)).keys();
      String staged =
          keys.jobs().stream()
              .filter(each -> !each.ended() && each.level().text().equals(level))
              .map(each -> each.id())
              .findFirst()
              .orElseThrow(
                  () ->
                      new VaultException.NotFound(
                          "no new key of " + level + " waits; patientvault key rotate makes one"));
      return job.run(desk, options -> keys.resume(staged, options));
    }
  }
}
