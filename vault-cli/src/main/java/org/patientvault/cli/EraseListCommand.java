package org.patientvault.cli;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.patientvault.Erasures;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.PatientRef;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "list the erasures that were asked for and not done yet, the soonest first",
    footer = {"", "example:", "  patientvault patient erase list --vault clinic.vault"})
final class EraseListCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    Instant now = Instant.now();
    List<PendingLine> lines;
    try (Vault vault = desk.open()) {
      lines = lines(vault.administration(desk.actor(Desk.ADMIN)).erasures());
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.of(lines.stream().map(each -> each.json(now)).toList()));
    } else if (lines.isEmpty()) {
      desk.output().say("no erasure was asked for");
    } else {
      desk.output()
          .table(PendingLine.HEADERS, lines.stream().map(each -> each.cells(now)).toList());
    }
    return ExitCode.VERIFIED;
  }

  static List<PendingLine> lines(Erasures erasures) {
    Set<PatientRef> held = Set.copyOf(erasures.holds());
    return erasures.pending().stream()
        .map(each -> new PendingLine(each, held.contains(each.patient())))
        .toList();
  }
}
