package org.patientvault.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.patientvault.AuditTrail;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.fhir.AuditEventWriter;
import org.patientvault.audit.fhir.EntrySelection;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.verify.AuditExportFhirCommand;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The events of a bundle, and those of a vault in real names. */
@Command(
    name = "export-fhir",
    description = {
      "write the log as FHIR R4 AuditEvents by IHE BALP, one JSON text a line (NDJSON)",
      "from a vault in real names, itself an entry; with --bundle from an exported log, offline and"
          + " in pseudonyms, once it was verified"
    },
    footer = {
      "",
      "examples:",
      "  patientvault audit export-fhir --vault clinic.vault --from 2026-01-01 --out"
          + " january.ndjson",
      "  patientvault audit export-fhir --bundle bundle/ --policy hospital.policy --out -"
    })
final class AuditExportFhirWithVaultCommand extends AuditExportFhirCommand {
  @Mixin final CommonOptions common = new CommonOptions();
  @Mixin final ShardOption shard = new ShardOption();

  @Override
  protected ExitCode run(Output output) throws IOException {
    shard.refuseWith("--bundle");
    return super.run(output);
  }

  @Override
  protected ExitCode withoutBundle(Output output, AtomicLong written) throws IOException {
    Optional<PatientRef> only =
        Optional.ofNullable(patient).map(AuditExportFhirWithVaultCommand::reference);
    EntrySelection which = which();
    try (Desk desk = new Desk(common, terminal(), output)) {
      return into(
          target -> {
            try (Vault vault = desk.open()) {
              AuditTrail trail =
                  shard.of(vault.auditTrail(desk.actor(Desk.AUDITOR), desk.purpose()));
              AuditEventWriter writer = writer(trail.origin());
              written.set(trail.stream(which, only, entry -> write(writer, entry, target)));
            }
            return ExitCode.VERIFIED;
          });
    }
  }

  private static PatientRef reference(String text) {
    try {
      return PatientRef.parse(text);
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput(
          "a patient of a vault is named by 32 hex digits; patientvault patient list prints them",
          e);
    }
  }
}
