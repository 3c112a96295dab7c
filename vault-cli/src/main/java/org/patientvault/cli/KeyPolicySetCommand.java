package org.patientvault.cli;

import java.time.Duration;
import org.patientvault.KeyAdministration;
import org.patientvault.KeyPolicy;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "set",
    description = "say when keys are to be renewed; it warns, and stops nobody",
    footer = {"", "example:", "  patientvault key policy set --vault clinic.vault --max-age 180"})
final class KeyPolicySetCommand extends VaultCommand {
  @Option(names = "--max-age", paramLabel = "DAYS", description = "after so many days in use")
  long maxAgeDays;

  @Option(names = "--max-seals", paramLabel = "VALUES", description = "after so many values")
  long maxSeals;

  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      KeyAdministration keys = vault.administration(desk.actor(Desk.ADMIN)).keys();
      KeyPolicy before = keys.policy();
      KeyPolicy after =
          new KeyPolicy(
              maxAgeDays == 0 ? before.maxAge() : Duration.ofDays(maxAgeDays),
              maxSeals == 0 ? before.maxSeals() : maxSeals);
      keys.setPolicy(after);
      desk.output()
          .say(
              "a key is renewed after %d days, or %d seals"
                  .formatted(after.maxAge().toDays(), after.maxSeals()));
    }
    return ExitCode.VERIFIED;
  }
}
