package org.patientvault.cli;

import java.util.Optional;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
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
  Optional<String> hint(VaultException failure) {
    return failure instanceof VaultException.NotFound
        ? Optional.of("patientvault protector list shows the slots and their ids")
        : Optional.empty();
  }

  @Override
  ExitCode run(Desk desk) {
    desk.confirm("slot " + (slot.matches("[0-9a-f]{4,32}") ? slot : "?") + " will be removed");
    try (Vault vault = desk.open()) {
      vault.administration(desk.actor(Desk.ADMIN)).removeSlot(slot);
    }
    if (desk.output().isJson()) {
      desk.output().json(JsonValue.members().put("removed", slot).build());
    } else {
      desk.output().line("slot removed");
    }
    return ExitCode.VERIFIED;
  }
}
