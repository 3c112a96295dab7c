package org.patientvault.cli;

import java.util.List;
import java.util.Optional;
import org.patientvault.Anchor;
import org.patientvault.Vault;
import org.patientvault.VaultStatus;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;

@Command(
    name = "show",
    description = {
      "print the log's signed size and the first 20 hex digits of its root, to read into the"
          + " minutes of a meeting",
      "then the time stamps that are kept, and the requests that wait for an answer"
    },
    footer = {"", "example:", "  patientvault audit anchor show --vault clinic.vault"})
final class AuditAnchorShowCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    VaultStatus status;
    try (Vault vault = desk.open()) {
      status = vault.administration(desk.actor(Desk.ADMIN)).status();
    }
    Optional<String> reading = status.reading();
    if (desk.output().isJson()) {
      desk.output().json(json(status, reading));
      return ExitCode.VERIFIED;
    }
    reading.ifPresent(desk.output()::line);
    if (!status.anchors().isEmpty()) {
      desk.output()
          .table(
              List.of("entries", "number", "stamped", "asked for"),
              status.anchors().stream().map(AuditAnchorShowCommand::row).toList());
    }
    return ExitCode.VERIFIED;
  }

  private static List<String> row(Anchor anchor) {
    return List.of(
        String.valueOf(anchor.size()),
        String.valueOf(anchor.number()),
        anchor.stamped().map(String::valueOf).orElse("waiting"),
        String.valueOf(anchor.asked()));
  }

  private static JsonValue json(VaultStatus status, Optional<String> reading) {
    return JsonValue.members()
        .put("origin", status.origin())
        .put("reading", reading.orElse(""))
        .put(
            "anchors",
            JsonValue.of(status.anchors().stream().map(AuditAnchorShowCommand::json).toList()))
        .build();
  }

  private static JsonValue json(Anchor anchor) {
    return JsonValue.members()
        .put("size", anchor.size())
        .put("number", anchor.number())
        .put("asked", String.valueOf(anchor.asked()))
        .put("stamped", anchor.stamped().map(String::valueOf).orElse(""))
        .build();
  }
}
