package org.patientvault.cli;

import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.model.KeyLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "destroy",
    description = {
      "say what stands against destroying a key; this version destroys none,",
      "for backups may need it"
    },
    footer = {"", "example:", "  patientvault key destroy --vault clinic.vault patient-wrap 1"})
final class KeyDestroyCommand extends VaultCommand {
  @Parameters(paramLabel = "LEVEL", description = "which keys")
  String level = "";

  @Parameters(paramLabel = "KEY", description = "the key, as key census names it")
  int key;

  @Override
  ExitCode run(Desk desk) {
    KeyLevel of = KeyLevel.parse(level);
    try (Vault vault = desk.open()) {
      vault.administration(desk.actor(Desk.ADMIN)).keys().destroy(of, key);
    }
    return ExitCode.VERIFIED;
  }
}
