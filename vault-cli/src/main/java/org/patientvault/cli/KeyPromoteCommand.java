package org.patientvault.cli;

import java.util.Optional;
import org.patientvault.KeyAdministration;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.model.KeyLevel;
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
  protected Optional<String> hint(VaultException failure) {
    return failure instanceof VaultException.NotFound
        ? Optional.of("patientvault job list shows what was begun, and how far it is")
        : Optional.empty();
  }

  @Override
  ExitCode run(Desk desk) {
    KeyLevel renewed = KeyLevel.parse(level);
    try (Vault vault = desk.open()) {
      KeyAdministration keys = vault.administration(desk.actor(Desk.ADMIN)).keys();
      String staged =
          keys.jobs().stream()
              .filter(each -> !each.ended() && each.level() == renewed)
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
