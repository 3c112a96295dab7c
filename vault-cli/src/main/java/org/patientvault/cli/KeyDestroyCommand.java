package org.patientvault.cli;

import org.patientvault.Approvals;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.RequestKind;
import org.patientvault.model.KeyLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "destroy",
    description = {
      "say what stands against destroying a key; this version destroys none,",
      "for backups may need it; where two administrators are enrolled, it needs both"
    },
    footer = {"", "example:", "  patientvault key destroy --vault clinic.vault patient-wrap 1"})
final class KeyDestroyCommand extends VaultCommand {
  @Parameters(paramLabel = "LEVEL", description = "which keys")
  String level = "";

  @Parameters(paramLabel = "KEY", description = "the key, as key census names it")
  int key;

  @Mixin final Agreement agreement = new Agreement();

  @Override
  ExitCode run(Desk desk) {
    KeyLevel of = KeyLevel.parse(level);
    if (agreement.asks()) {
      return agreement.ask(desk, RequestKind.KEY_DESTROY, admin -> Approvals.forKey(of, key));
    }
    try (Vault vault = desk.open()) {
      agreement.admin(desk, vault).keys().destroy(of, key);
    }
    return ExitCode.VERIFIED;
  }
}
