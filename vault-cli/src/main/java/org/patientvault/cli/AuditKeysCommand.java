package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "keys",
    description = {
      "print the log's public keys as a policy that audit verify --policy takes as it is",
      "compare the fingerprints with those in your contract or minutes: a vault that shows its own"
          + " keys proves nothing"
    },
    footer = {"", "example:", "  patientvault audit keys --vault clinic.vault > hospital.policy"})
final class AuditKeysCommand extends VaultCommand {
  @Mixin final ShardOption shard = new ShardOption();

  @Override
  ExitCode run(Desk desk) {
    String policy;
    try (Vault vault = desk.open()) {
      policy = shard.of(vault.auditTrail(desk.actor(Desk.AUDITOR), desk.purpose())).trustPolicy();
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("policy", policy).build());
    } else {
      desk.output().raw(policy.getBytes(StandardCharsets.UTF_8));
    }
    return ExitCode.VERIFIED;
  }
}
