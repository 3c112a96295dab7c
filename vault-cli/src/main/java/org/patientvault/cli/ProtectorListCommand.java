package org.patientvault.cli;

import java.util.List;
import org.patientvault.SlotInfo;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "list the slots that open the vault; asks for no secret",
    footer = {"", "example:", "  patientvault protector list --vault clinic.vault"})
final class ProtectorListCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    List<SlotInfo> slots = desk.slots();
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.of(slots.stream().map(ProtectorListCommand::json).toList()));
    } else {
      desk.output()
          .table(
              List.of("id", "kind", "uri", "state"),
              slots.stream()
                  .map(slot -> List.of(slot.id(), slot.kind(), slot.uri(), slot.state()))
                  .toList());
    }
    return ExitCode.VERIFIED;
  }

  static JsonValue json(SlotInfo slot) {
    return members(slot).build();
  }

  static JsonMembers members(SlotInfo slot) {
    return JsonValue.members()
        .put("id", slot.id())
        .put("kind", slot.kind())
        .put("uri", slot.uri())
        .put("state", slot.state());
  }
}
