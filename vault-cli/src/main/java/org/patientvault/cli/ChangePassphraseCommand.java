package org.patientvault.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.SlotInfo;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "change-passphrase",
    description = {
      "put a slot with a new passphrase in the place of the one that the old passphrase opens",
      "who copied the vault's file before still opens the copy with the old one"
    },
    footer = {"", "example:", "  patientvault protector change-passphrase --vault clinic.vault"})
final class ChangePassphraseCommand extends VaultCommand {
  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description = "read the new passphrase from the first line of FILE; else it is asked for")
  @Nullable Path newPassphraseFile;

  @Override
  ExitCode run(Desk desk) {
    List<Unlock> current = desk.unlocks();
    Unlock old =
        current.stream()
            .filter(unlock -> unlock.uri().kind().equals("passphrase"))
            .findFirst()
            .orElseThrow(() -> new VaultException.Refused("the vault has no passphrase slot"));
    try (Vault vault = desk.open(List.of(old))) {
      Unlock changed = Unlock.passphrase(desk.newSecret(newPassphraseFile, "new passphrase"));
      SlotInfo slot = vault.administration(desk.actor(Desk.ADMIN)).changePassphrase(old, changed);
      Slot.tell(desk.output(), "made in place of the old one", slot);
    }
    return ExitCode.VERIFIED;
  }
}
