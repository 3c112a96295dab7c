package org.patientvault.cli;

import java.util.List;
import org.patientvault.KeyPolicy;
import org.patientvault.Vault;
import org.patientvault.VaultStatus;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;

@Command(
    name = "show",
    description = "show when keys are to be renewed, and how old they are",
    footer = {"", "example:", "  patientvault key policy show --vault clinic.vault"})
final class KeyPolicyShowCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      VaultStatus status = vault.administration(desk.actor(Desk.ADMIN)).status();
      KeyPolicy policy = status.keyPolicy();
      if (desk.output().isJson()) {
        desk.output().json(json(status));
      } else {
        desk.output()
            .line(
                "a key is renewed after %d days, or %d seals"
                    .formatted(policy.maxAge().toDays(), policy.maxSeals()));
        desk.output()
            .table(
                List.of("level", "in use since", "seals"),
                status.keyAges().stream()
                    .map(
                        age ->
                            List.of(
                                age.level().text(),
                                age.since().toString(),
                                Long.toString(age.seals())))
                    .toList());
      }
    }
    return ExitCode.VERIFIED;
  }

  private static JsonValue json(VaultStatus status) {
    List<JsonValue> ages =
        status.keyAges().stream()
            .map(
                age ->
                    (JsonValue)
                        JsonValue.members()
                            .put("level", age.level().text())
                            .put("since", age.since().toString())
                            .put("seals", age.seals())
                            .build())
            .toList();
    return JsonValue.members()
        .put("maxAgeDays", status.keyPolicy().maxAge().toDays())
        .put("maxSeals", status.keyPolicy().maxSeals())
        .put("keys", JsonValue.of(ages))
        .build();
  }
}
