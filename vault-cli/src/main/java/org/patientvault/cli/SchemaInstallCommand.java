package org.patientvault.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.patientvault.Approvals;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.RequestKind;
import org.patientvault.model.VaultException;
import org.patientvault.verify.InputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "install",
    description = "put another schema in force, for everybody who has the vault open",
    footer = {"", "example:", "  patientvault schema install --vault clinic.vault our.schema.yaml"})
final class SchemaInstallCommand extends VaultCommand {
  @Parameters(paramLabel = "FILE", description = "the schema file")
  Path file = Path.of("");

  @Override
  protected Optional<String> hint(VaultException failure) {
    return failure instanceof VaultException.InvalidInput
        ? Optional.of("patientvault schema check FILE says what is wrong with it")
        : Optional.empty();
  }

  @Mixin final Agreement agreement = new Agreement();

  @Override
  ExitCode run(Desk desk) {
    byte[] text = InputFile.read(file, "schema");
    if (agreement.asks()) {
      return agreement.ask(desk, RequestKind.SCHEMA_INSTALL, admin -> Approvals.forText(text));
    }
    int version;
    try (Vault vault = desk.open()) {
      version = agreement.admin(desk, vault).installSchema(text);
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("version", version).build());
    } else {
      desk.output().line("schema version " + version + " is in force");
    }
    return ExitCode.VERIFIED;
  }
}
