package org.patientvault.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.patientvault.Administration;
import org.patientvault.SlotInfo;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.RecoveryRecipient;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "escrow",
    description = {
      "add a slot for a recovery key that somebody keeps whole, away from the vault",
      "either makes the key and writes it to a new file, or takes the public half of one that was"
          + " made elsewhere; then the whole key never comes near the vault"
    },
    footer = {
      "",
      "examples:",
      "  patientvault recovery escrow --vault clinic.vault --out /media/usb/clinic.key",
      "  patientvault recovery escrow --vault clinic.vault --public-key notary.pub"
    })
final class RecoveryEscrowCommand extends VaultCommand {
  @Option(names = "--out", paramLabel = "FILE", description = "a new file for the whole key")
  @Nullable Path out;

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description = "the public half of a key that patientvault recovery key made elsewhere")
  @Nullable Path publicKey;

  @Override
  ExitCode run(Desk desk) {
    if ((out == null) == (publicKey == null)) {
      throw new VaultException.InvalidInput(
          "say --out FILE to make a key, or --public-key FILE to take one that was made elsewhere");
    }
    RecoveryRecipient recipient = publicKey == null ? null : RecoveryFiles.recipient(publicKey);
    List<Unlock> current = desk.unlocks();
    try (Vault vault = desk.open(current)) {
      Administration administration = vault.administration(desk.actor(Desk.ADMIN));
      SlotInfo slot =
          recipient == null
              ? made(administration, current)
              : administration.addRecipient(current, recipient);
      Slot.tell(desk.output(), "added", slot);
      desk.output().say("next: its keeper tries it with patientvault recovery open --rehearse");
    }
    return ExitCode.VERIFIED;
  }

  private SlotInfo made(Administration administration, List<Unlock> current) {
    Path file = Objects.requireNonNull(out);
    try (RecoveryKey key = RecoveryKey.generate()) {
      KeyFile.write(file, key);
      return Enrolment.of(administration, current, key.unlock(), () -> KeyFile.remove(file));
    }
  }
}
