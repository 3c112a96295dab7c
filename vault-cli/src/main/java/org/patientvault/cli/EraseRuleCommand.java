package org.patientvault.cli;

import org.jspecify.annotations.Nullable;
import org.patientvault.Approvals;
import org.patientvault.ErasureRule;
import org.patientvault.Erasures;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.RequestKind;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rule",
    description = {
      "show how long an erasure waits and how long backups are kept; or set one of them, or both",
      "what was asked for already keeps its day"
    },
    footer = {
      "",
      "example:",
      "  patientvault patient erase rule --vault clinic.vault --cooling-off-days 14"
          + " --backup-days 35"
    })
final class EraseRuleCommand extends VaultCommand {
  @Option(
      names = "--cooling-off-days",
      paramLabel = "DAYS",
      description = "between asking and erasing, 0 to 365")
  @Nullable Integer coolingOffDays;

  @Option(
      names = "--backup-days",
      paramLabel = "DAYS",
      description = "after which a backup is to be destroyed, 1 to 3650")
  @Nullable Integer backupDays;

  @Mixin final Agreement agreement = new Agreement();

  @Override
  ExitCode run(Desk desk) {
    if (agreement.asks()) {
      return agreement.ask(
          desk,
          RequestKind.ERASURE_RULE,
          admin -> Approvals.forRule(changed(admin.erasures().rule())));
    }
    ErasureRule rule;
    try (Vault vault = desk.open()) {
      Erasures erasures = agreement.admin(desk, vault).erasures();
      rule = erasures.rule();
      if (coolingOffDays != null || backupDays != null) {
        rule = changed(rule);
        erasures.setRule(rule);
      }
    }
    if (desk.output().isJson()) {
      desk.output()
          .json(
              JsonValue.members()
                  .put("coolingOffDays", rule.coolingOffDays())
                  .put("backupDays", rule.backupDays())
                  .build());
    } else {
      desk.output().line("cooling-off: " + rule.coolingOffDays() + " days");
      desk.output().line("backups: " + rule.backupDays() + " days");
    }
    return ExitCode.VERIFIED;
  }

  private ErasureRule changed(ErasureRule before) {
    try {
      return new ErasureRule(
          coolingOffDays == null ? before.coolingOffDays() : coolingOffDays,
          backupDays == null ? before.backupDays() : backupDays);
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput(String.valueOf(e.getMessage()), e);
    }
  }
}
