package org.patientvault.cli;

import org.patientvault.verify.AuditCheckCertificateCommand;
import org.patientvault.verify.AuditCheckDrillCommand;
import org.patientvault.verify.AuditCheckProofCommand;
import org.patientvault.verify.CommandGroup;
import org.patientvault.verify.DetailsCommands;
import picocli.CommandLine.Command;

@Command(
    name = "audit",
    description = "read, export and verify the access log",
    subcommands = {
      AuditLogCommand.class,
      AuditExportCommand.class,
      AuditExportFhirWithVaultCommand.class,
      AuditVerifyWithVaultCommand.class,
      AuditCloseShardCommand.class,
      AuditKeysCommand.class,
      AuditProofWithVaultCommand.class,
      AuditCheckProofCommand.class,
      AuditCheckCertificateCommand.class,
      AuditCheckDrillCommand.class,
      AuditWitnessCommands.class,
      AuditAnchorCommands.class,
      AuditReportWithVaultCommand.class,
      RetentionCommands.class,
      AuditExpireCommand.class,
      AuditEraseCommand.class,
      DetailsCommands.class,
      ReviewCommands.class
    },
    footer = {
      "",
      "example:",
      "  patientvault audit verify bundle/ --policy hospital.policy --state last-year.state"
    })
final class AuditCommands extends CommandGroup {}
