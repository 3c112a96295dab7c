package org.patientvault.cli;

import java.util.List;
import org.patientvault.AuditLine;
import org.patientvault.AuditTrail;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "log",
    description = {
      "print log entries with their details in real names; itself an entry",
      "as JSON: one object a line, the leaf as it was hashed, and its detail"
    },
    footer = {
      "",
      "example:",
      "  patientvault audit log --vault clinic.vault --from 100 --limit 20"
    })
final class AuditLogCommand extends VaultCommand {
  @Mixin final ShardOption shard = new ShardOption();

  @Option(names = "--from", paramLabel = "N", description = "from this entry on; the first is 0")
  long from = -1;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "so many entries (${DEFAULT-VALUE}); without --from the newest")
  int limit = 50;

  @Override
  ExitCode run(Desk desk) {
    List<AuditLine> lines;
    try (Vault vault = desk.open()) {
      AuditTrail trail = shard.of(vault.auditTrail(desk.actor(Desk.AUDITOR), desk.purpose()));
      lines = trail.entries(from < 0 ? Math.max(0, trail.size() - limit) : from, limit);
    }
    if (desk.output().isJson()) {
      lines.forEach(line -> desk.output().line(LogLine.json(line)));
    } else {
      desk.output().table(LogLine.HEADERS, lines.stream().map(LogLine::row).toList());
    }
    return ExitCode.VERIFIED;
  }
}
