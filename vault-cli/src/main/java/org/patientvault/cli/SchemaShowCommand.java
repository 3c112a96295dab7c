package org.patientvault.cli;

import org.patientvault.RuleFiles;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import picocli.CommandLine.Command;

@Command(
    name = "show",
    description = "print the schema in force as its file; the shipped one when no vault is named",
    footer = {"", "example:", "  patientvault schema show > our.schema.yaml"})
final class SchemaShowCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    desk.output().raw(desk.namesVault() ? inForce(desk) : RuleFiles.shippedSchema());
    return ExitCode.VERIFIED;
  }

  private static byte[] inForce(Desk desk) {
    try (Vault vault = desk.open()) {
      return vault.administration(desk.actor(Desk.ADMIN)).schema();
    }
  }
}
