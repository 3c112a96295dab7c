package org.patientvault.cli;

import java.util.Map;
import org.patientvault.LogRetention;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.RetentionClass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "expire",
    description = {
      "erase the details whose time is over by audit retention; entries stay, the log verifies"
          + " as before",
      "for every night, while the vault is in use; killed, the next run goes on"
    },
    footer = {"", "example:", "  patientvault audit expire --vault clinic.vault --json"})
final class AuditExpireCommand extends VaultCommand {
  @Option(names = "--dry-run", description = "count what is over, and erase nothing")
  boolean dryRun;

  @Override
  ExitCode run(Desk desk) {
    Map<RetentionClass, Long> counts;
    try (Vault vault = desk.open();
        Progress progress = Progress.on(desk, "expire", " details")) {
      LogRetention retention = vault.administration(desk.actor(Desk.ADMIN)).logRetention();
      counts = dryRun ? retention.due() : retention.expire(progress::at);
    }
    if (desk.output().isJson()) {
      var members = JsonValue.members();
      for (RetentionClass of : RetentionClass.values()) {
        members.put(of.text(), counts.getOrDefault(of, 0L));
      }
      desk.output()
          .json(JsonValue.members().put("erased", !dryRun).put("details", members.build()).build());
    } else if (counts.isEmpty()) {
      desk.output().say("no detail is over");
    } else {
      counts.forEach(
          (of, count) ->
              desk.output()
                  .line(of.text() + ": " + count + (dryRun ? " are over" : " details erased")));
    }
    return ExitCode.VERIFIED;
  }
}
