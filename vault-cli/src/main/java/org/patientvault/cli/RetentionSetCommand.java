package org.patientvault.cli;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.patientvault.Approvals;
import org.patientvault.LogRetention;
import org.patientvault.RetentionRule;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.RequestKind;
import org.patientvault.audit.RetentionClass;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "set",
    description = {
      "say how many days details are kept, 180 to 36500, or forever; what is not named stays as it"
          + " was",
      "erases nothing by itself: patientvault audit expire does, best every night"
    },
    footer = {
      "",
      "example:",
      "  patientvault audit retention set --vault clinic.vault --access 1830 --disclosure 2200"
    })
final class RetentionSetCommand extends VaultCommand {
  private static final String FOREVER = "forever";

  @Option(names = "--access", paramLabel = "DAYS", description = "who looked at or changed what")
  @Nullable String access;

  @Option(names = "--oversight", paramLabel = "DAYS", description = "emergencies and reviews")
  @Nullable String oversight;

  @Option(
      names = "--administration",
      paramLabel = "DAYS",
      description = "rules, keys, nodes, backups, erasures")
  @Nullable String administration;

  @Option(names = "--disclosure", paramLabel = "DAYS", description = "what left the vault")
  @Nullable String disclosure;

  @Mixin final Agreement agreement = new Agreement();

  @Override
  ExitCode run(Desk desk) {
    if (access == null && oversight == null && administration == null && disclosure == null) {
      throw new VaultException.InvalidInput("name a class of details, such as --access 1830");
    }
    if (agreement.asks()) {
      return agreement.ask(
          desk, RequestKind.RETENTION, admin -> Approvals.forRule(rule(admin.logRetention())));
    }
    try (Vault vault = desk.open()) {
      LogRetention retention = agreement.admin(desk, vault).logRetention();
      RetentionRule rule = rule(retention);
      retention.setRule(rule);
      desk.output().say("details are kept: " + rule);
    }
    return ExitCode.VERIFIED;
  }

  private RetentionRule rule(LogRetention retention) {
    Map<RetentionClass, Duration> kept = new EnumMap<>(RetentionClass.class);
    kept.putAll(retention.rule().kept());
    put(kept, RetentionClass.ACCESS, access);
    put(kept, RetentionClass.OVERSIGHT, oversight);
    put(kept, RetentionClass.ADMINISTRATION, administration);
    put(kept, RetentionClass.DISCLOSURE, disclosure);
    return rule(kept);
  }

  private static void put(
      Map<RetentionClass, Duration> kept, RetentionClass of, @Nullable String days) {
    if (FOREVER.equals(days)) {
      kept.remove(of);
    } else if (days != null) {
      if (!days.matches("[1-9][0-9]{0,5}")) {
        throw new VaultException.InvalidInput("say a number of days, or " + FOREVER);
      }
      kept.put(of, Duration.ofDays(Long.parseLong(days)));
    }
  }

  private static RetentionRule rule(Map<RetentionClass, Duration> kept) {
    try {
      return new RetentionRule(kept);
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput(String.valueOf(e.getMessage()), e);
    }
  }
}
