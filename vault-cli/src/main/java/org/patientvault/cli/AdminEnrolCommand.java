package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.RequestKind;
import org.patientvault.audit.VerifierKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "enrol",
    description = {
      "enrol an administrator by the public key that admin init printed; asks first",
      "from the second one on, changes of rules, removals and erasures need two of them: enrol a"
          + " third one too, for the day on which a key is lost"
    },
    footer = {"", "example:", "  patientvault admin enrol anna+4d3c2b1a+AT9… --vault clinic.vault"})
final class AdminEnrolCommand extends VaultCommand {
  @Parameters(paramLabel = "KEY", description = "the public key: name+id+key")
  String text = "";

  @Mixin final Agreement agreement = new Agreement();

  @Override
  ExitCode run(Desk desk) {
    VerifierKey key = VerifierKey.parse(text);
    if (agreement.asks()) {
      return agreement.ask(
          desk, RequestKind.ADMINISTRATORS, admin -> admin.approvals().forEnrolling(key));
    }
    desk.confirm(
        () -> key.name() + " (sha256 " + key.fingerprint() + ") will ask for and approve changes");
    try (Vault vault = desk.open()) {
      int version = agreement.admin(desk, vault).approvals().enrol(key);
      AdminListCommand.print(desk.output(), vault, desk, version);
    }
    return ExitCode.VERIFIED;
  }
}
