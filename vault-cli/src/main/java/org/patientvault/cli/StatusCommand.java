package org.patientvault.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.Approvals;
import org.patientvault.Erasures;
import org.patientvault.Vault;
import org.patientvault.VaultStatus;
import org.patientvault.audit.Administrators;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "open the vault and say what it holds, and which processes have it open",
    footer = {"", "example:", "  patientvault status --vault clinic.vault"})
final class StatusCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      VaultStatus status = vault.administration(desk.actor(Desk.ADMIN)).status();
      List<Finding> warnings = new ArrayList<>(SlotFindings.warnings(desk.slots()));
      warnings.addAll(KeyFindings.troubles(status));
      warnings.addAll(KeyAgeFindings.warnings(status, Instant.now()));
      warnings.addAll(
          WitnessFindings.warnings(vault.administration(desk.actor(Desk.ADMIN)).witnesses()));
      Approvals approvals = vault.administration(desk.actor(Desk.ADMIN)).approvals();
      warnings.addAll(RequestFindings.warnings(approvals, Instant.now()));
      warnings.addAll(AnchorFindings.warnings(status, Instant.now()));
      Erasures erasures = vault.administration(desk.actor(Desk.ADMIN)).erasures();
      warnings.addAll(ErasureFindings.warnings(erasures, Instant.now()));
      if (desk.output().isJson()) {
        desk.output().json(json(status, erasures, approvals.administrators(), warnings));
      } else {
        desk.output()
            .table(List.of("what", "value"), rows(status, erasures, approvals.administrators()));
        status.signingTrouble().ifPresent(desk.output()::warn);
        warnings.forEach(each -> desk.output().warn(each.words() + ": " + each.advice()));
      }
    }
    return ExitCode.VERIFIED;
  }

  private static List<List<String>> rows(
      VaultStatus status, Erasures erasures, Administrators all) {
    List<List<String>> rows = new ArrayList<>(facts(status));
    rows.add(List.of("administrators", RequestFindings.words(all)));
    rows.add(List.of("erased patients", String.valueOf(erasures.erased())));
    rows.add(List.of("erasures asked for", String.valueOf(erasures.pending().size())));
    rows.add(List.of("patients on hold", String.valueOf(erasures.holds().size())));
    status.nodes().forEach(node -> rows.add(List.of("node", NodeLine.words(node))));
    return rows;
  }

  private static List<List<String>> facts(VaultStatus status) {
    return List.of(
        List.of("vault", status.vaultId()),
        List.of("log", status.origin()),
        List.of("slots", String.valueOf(status.slots())),
        List.of("patients", String.valueOf(status.patients())),
        List.of("records", String.valueOf(status.records())),
        List.of("access policy", "version " + status.policyVersion()),
        List.of("schema", "version " + status.schemaVersion()),
        List.of("log entries", String.valueOf(status.logEntries())),
        List.of("of them signed", String.valueOf(status.signedEntries())),
        List.of(
            "newest time stamp", status.newestAnchor().map(StatusCommand::aged).orElse("none")));
  }

  private static String aged(Instant anchor) {
    return anchor + ", " + AnchorFindings.age(anchor, Instant.now()) + " ago";
  }

  private static JsonValue json(
      VaultStatus status, Erasures erasures, Administrators all, List<Finding> warnings) {
    JsonMembers facts =
        JsonValue.members()
            .put("vault", status.vaultId())
            .put("origin", status.origin())
            .put("slots", status.slots())
            .put("patients", status.patients())
            .put("records", status.records())
            .put("policyVersion", status.policyVersion())
            .put("schemaVersion", status.schemaVersion())
            .put("logEntries", status.logEntries())
            .put("signedEntries", status.signedEntries())
            .put("twoPerson", all.isTwoPerson())
            .put("erasedPatients", erasures.erased())
            .put("erasuresAskedFor", erasures.pending().size())
            .put("patientsOnHold", erasures.holds().size())
            .put("warnings", JsonValue.of(warnings.stream().map(Finding::json).toList()))
            .put("nodes", JsonValue.of(status.nodes().stream().map(NodeLine::json).toList()));
    status.newestAnchor().ifPresent(time -> facts.put("newestAnchor", time.toString()));
    status.signingTrouble().ifPresent(trouble -> facts.put("signingTrouble", trouble));
    return facts.build();
  }
}
