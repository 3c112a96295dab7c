package org.patientvault.cli;

import java.nio.file.Path;
import org.patientvault.Approvals;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.RequestKind;
import org.patientvault.verify.InputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "trust",
    description = {
      "name the witnesses of a vault's log, and how many of them are enough; replaces those before",
      "FILE is a C2SP tlog-policy: witness lines as witness init prints them, each with its address"
          + " behind it, group lines, and a quorum line",
      "afterwards audit keys prints the policy that an auditor of this log is to have"
    },
    footer = {
      "",
      "example of a FILE:",
      "  witness dpo witness.example.org/dpo+7a1e…+Bg… https://witness.example.org/",
      "  witness partner w.partner.example/1+09bc…+Bg…",
      "  group outsiders 1 dpo partner",
      "  quorum outsiders",
      "",
      "example:",
      "  patientvault audit witness trust witnesses.policy --vault clinic.vault"
    })
final class WitnessTrustCommand extends VaultCommand {
  @Parameters(paramLabel = "FILE", description = "the policy; quorum none alone names nobody")
  Path file = Path.of("");

  @Mixin final Agreement agreement = new Agreement();

  @Override
  ExitCode run(Desk desk) {
    byte[] policy = InputFile.read(file, "policy");
    if (agreement.asks()) {
      return agreement.ask(desk, RequestKind.WITNESSES, admin -> Approvals.forText(policy));
    }
    int version;
    try (Vault vault = desk.open()) {
      version = agreement.admin(desk, vault).trustWitnesses(policy);
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("version", version).build());
    } else {
      desk.output().say("witnesses version " + version + " are in force");
      desk.output().hint("auditors need a new policy: patientvault audit keys > hospital.policy");
    }
    return ExitCode.VERIFIED;
  }
}
