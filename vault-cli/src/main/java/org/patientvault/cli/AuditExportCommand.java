package org.patientvault.cli;

import java.nio.file.Path;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = {
      "write the log into a folder that anybody with the public keys can verify, offline",
      "it holds pseudonyms and commitments, no name (layout: C2SP tlog-tiles)"
    },
    footer = {"", "example:", "  patientvault audit export --vault clinic.vault bundle/"})
final class AuditExportCommand extends VaultCommand {
  @Parameters(paramLabel = "DIR", description = "a new or an empty folder")
  Path directory = Path.of("");

  @Option(
      names = "--unopened",
      description = "as the log stands, without a key and an entry: for a vault that does not open")
  boolean unopened;

  @Override
  ExitCode run(Desk desk) {
    if (unopened) {
      look(desk);
      Vault.exportLog(desk.location(), directory, desk.options());
    } else {
      try (Vault vault = desk.open()) {
        vault.auditTrail(desk.actor(Desk.AUDITOR), desk.purpose()).export(directory);
      }
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("exported", true).build());
    } else {
      desk.output()
          .say("log exported; verify it with: patientvault audit verify DIR --policy FILE");
    }
    return ExitCode.VERIFIED;
  }

  /** What is no vault cannot be opened; one that is damaged is what this export is for. */
  private static void look(Desk desk) {
    try {
      desk.slots();
    } catch (VaultException.Tampered e) {
      desk.output().warn(String.valueOf(e.getMessage()));
    }
  }
}
