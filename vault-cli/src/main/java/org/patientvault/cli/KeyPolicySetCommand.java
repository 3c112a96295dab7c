package org.patientvault.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.patientvault.KeyAdministration;
import org.patientvault.KeyPolicy;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "set",
    description = "say when keys are to be renewed; it warns, and stops nobody",
    footer = {"", "example:", "  patientvault key policy set --vault clinic.vault --max-age 180"})
final class KeyPolicySetCommand extends VaultCommand {
  private static final long MOST_DAYS = 36_500;

  @Option(names = "--max-age", paramLabel = "DAYS", description = "after so many days in use")
  @Nullable Long maxAgeDays;

  @Option(names = "--max-seals", paramLabel = "VALUES", description = "after so many values")
  @Nullable Long maxSeals;

  @Override
  ExitCode run(Desk desk) {
    if (maxAgeDays == null && maxSeals == null) {
      throw new VaultException.InvalidInput("say --max-age DAYS, --max-seals VALUES, or both");
    }
    if (maxAgeDays != null && (maxAgeDays < 1 || maxAgeDays > MOST_DAYS)) {
      throw new VaultException.InvalidInput("--max-age is from 1 to " + MOST_DAYS + " days");
    }
    try (Vault vault = desk.open()) {
      KeyAdministration keys = vault.administration(desk.actor(Desk.ADMIN)).keys();
      KeyPolicy before = keys.policy();
      KeyPolicy after =
          new KeyPolicy(
              maxAgeDays == null ? before.maxAge() : Duration.ofDays(maxAgeDays),
              maxSeals == null ? before.maxSeals() : maxSeals);
      keys.setPolicy(after);
      desk.output()
          .say(
              "a key is renewed after %d days, or %d seals"
                  .formatted(after.maxAge().toDays(), after.maxSeals()));
    }
    return ExitCode.VERIFIED;
  }
}
