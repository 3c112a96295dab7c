package org.patientvault.cli;

import java.io.IOException;
import java.util.List;
import org.patientvault.RecordsReport;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;
import org.patientvault.verify.AuditVerifyCommand;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verification of a bundle, and that of a live vault's rows. */
@Command(
    name = "verify",
    description = {
      "verify an exported log with public keys alone, offline; writes nothing but the state asked"
          + " for",
      "with --records: hold every row of a live vault against its log instead"
    },
    footer = {
      "",
      "examples:",
      "  patientvault audit verify bundle/ --policy hospital.policy --state auditor.state",
      "  patientvault audit verify --records --vault clinic.vault"
    })
final class AuditVerifyWithVaultCommand extends AuditVerifyCommand {
  @Mixin final CommonOptions common = new CommonOptions();

  @Option(names = "--records", description = "check the rows of the vault against its log")
  boolean records;

  @Override
  protected ExitCode run(Output output) throws IOException {
    if (records == (bundle != null)) {
      throw new VaultException.InvalidInput("give a folder to verify, or --records with a vault");
    }
    if (bundle != null) {
      return super.run(output);
    }
    try (Desk desk = new Desk(common, terminal(), output)) {
      return verifyRecords(desk);
    }
  }

  private static ExitCode verifyRecords(Desk desk) {
    List<Unlock> unlocks = desk.unlocks();
    RecordsReport report =
        desk.opening(() -> Vault.verifyRecords(desk.location(), unlocks, desk.options()));
    ExitCode code = report.findings().isEmpty() ? ExitCode.VERIFIED : ExitCode.TAMPERED;
    if (desk.output().isJson()) {
      desk.output()
          .json(
              JsonValue.members()
                  .put("code", code.code())
                  .put("rows", report.rows())
                  .put("findings", JsonValue.ofTexts(report.findings()))
                  .build());
      return code;
    }
    report.findings().forEach(desk.output()::line);
    if (report.findings().isEmpty()) {
      desk.output().line("RECORDS VERIFIED rows=" + report.rows());
    } else {
      desk.output().hint("stop, keep the vault as it is; docs/auditing.md explains each line");
    }
    return code;
  }
}
