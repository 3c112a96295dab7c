package org.patientvault.cli;

import java.util.List;
import org.patientvault.Vault;
import org.patientvault.VaultStatus;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "open the vault and say what it holds",
    footer = {"", "example:", "  patientvault status --vault clinic.vault"})
final class StatusCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      VaultStatus status = vault.administration(desk.actor(Desk.ADMIN)).status();
      if (desk.output().isJson()) {
        desk.output().json(json(status));
      } else {
        desk.output().table(List.of("what", "value"), rows(status));
        status.signingTrouble().ifPresent(desk.output()::warn);
      }
    }
    return ExitCode.VERIFIED;
  }

  private static List<List<String>> rows(VaultStatus status) {
    return List.of(
        List.of("vault", status.vaultId()),
        List.of("log", status.origin()),
        List.of("slots", String.valueOf(status.slots())),
        List.of("patients", String.valueOf(status.patients())),
        List.of("records", String.valueOf(status.records())),
        List.of("access policy", "version " + status.policyVersion()),
        List.of("schema", "version " + status.schemaVersion()),
        List.of("log entries", String.valueOf(status.logEntries())),
        List.of("of them signed", String.valueOf(status.signedEntries())));
  }

  private static JsonValue json(VaultStatus status) {
    JsonMembers facts =
        JsonValue.members()
            .put("vault", status.vaultId())
            .put("origin", status.origin())
            .put("slots", status.slots())
            .put("patients", status.patients())
            .put("records", status.records())
            .put("policyVersion", status.policyVersion())
            .put("schemaVersion", status.schemaVersion())
            .put("logEntries", status.logEntries())
            .put("signedEntries", status.signedEntries());
    status.signingTrouble().ifPresent(trouble -> facts.put("signingTrouble", trouble));
    return facts.build();
  }
}
