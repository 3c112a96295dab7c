package org.patientvault.cli;

import java.util.List;
import java.util.Optional;
import org.patientvault.SlotInfo;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.RequestKind;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    description = {
      "remove a slot; the last one stays",
      "this revokes nobody who copied the vault's file and knows the slot's secret"
    },
    footer = {"", "example:", "  patientvault protector remove --vault clinic.vault 3fa9"})
final class ProtectorRemoveCommand extends VaultCommand {
  @Parameters(paramLabel = "SLOT", description = "the slot's id, or its first four digits or more")
  String slot = "";

  @Override
  protected Optional<String> hint(VaultException failure) {
    return failure instanceof VaultException.NotFound
        ? Optional.of("patientvault protector list shows the slots and their ids")
        : Optional.empty();
  }

  @Mixin final Agreement agreement = new Agreement();

  @Override
  ExitCode run(Desk desk) {
    if (agreement.asks()) {
      return agreement.ask(
          desk,
          RequestKind.SLOT_REMOVE,
          admin -> admin.approvals().forSlot(named(desk.slots()).id()));
    }
    SlotInfo named = named(desk.slots());
    desk.confirm(() -> "slot " + words(named) + " will be removed");
    try (Vault vault = desk.open()) {
      agreement.admin(desk, vault).removeSlot(slot);
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("removed", slot).build());
    } else {
      desk.output().line("slot removed");
    }
    return ExitCode.VERIFIED;
  }

  /** Which one is meant, before anybody is asked whether he means it. */
  private SlotInfo named(List<SlotInfo> slots) {
    if (!slot.matches("[0-9a-f]{4,32}")) {
      throw new VaultException.NotFound(
          "a slot is named by the first four hex digits of its id, or more");
    }
    List<SlotInfo> found = slots.stream().filter(each -> each.id().startsWith(slot)).toList();
    if (found.size() != 1) {
      throw new VaultException.NotFound(
          found.size() + " slots have an id that begins with " + slot);
    }
    return found.get(0);
  }

  private static String words(SlotInfo found) {
    return found.id() + " (" + found.uri() + ", " + found.state() + ")";
  }
}
