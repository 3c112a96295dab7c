package org.patientvault.cli;

import picocli.CommandLine.Command;

@Command(
    name = "audit",
    description = "read, export and verify the access log",
    subcommands = {
      AuditLogCommand.class,
      AuditExportCommand.class,
      AuditExportFhirCommand.class,
      AuditVerifyCommand.class,
      AuditKeysCommand.class,
      AuditProofCommand.class,
      AuditCheckProofCommand.class,
      AuditWitnessCommands.class,
      AuditAnchorCommands.class,
      AuditReportCommand.class,
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
