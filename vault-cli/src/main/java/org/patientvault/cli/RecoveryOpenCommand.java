package org.patientvault.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.Administration;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.keys.ProtectorUri;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "open",
    description = {
      "open the vault with its recovery key, and add a new slot for every day",
      "without --shares and --key the shares are asked for, row by row; each opening is an entry"
    },
    footer = {
      "",
      "examples:",
      "  patientvault recovery open --vault clinic.vault --shares 1.txt 3.txt 5.txt --new"
          + " passphrase:",
      "  patientvault recovery open --vault clinic.vault --rehearse"
    })
final class RecoveryOpenCommand extends VaultCommand {
  @Mixin final RecoveryInput recovery = new RecoveryInput();

  @Option(
      names = "--new",
      paramLabel = "URI",
      description =
          "what protects the new slot: passphrase:, keystore:FILE?alias=NAME or"
              + " pkcs11:token=LABEL;object=LABEL?module-path=FILE")
  @Nullable String added;

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description = "read the new slot's secret from the first line of FILE; else it is asked for")
  @Nullable Path newPassphraseFile;

  @Option(names = "--rehearse", description = "open it, say so in the log, and change nothing")
  boolean rehearse;

  @Override
  protected Optional<String> hint(VaultException failure) {
    return failure instanceof VaultException.InvalidInput
        ? Optional.of("patientvault recovery check FILE... says what each file is")
        : Optional.empty();
  }

  @Override
  ExitCode run(Desk desk) {
    ProtectorUri uri = added == null ? null : KnownProtector.uri(added);
    if ((uri == null) != rehearse) {
      throw new VaultException.InvalidInput("say --new URI to add a slot, or --rehearse");
    }
    try (RecoveryKey opened = recovery.read(desk);
        Vault vault = desk.open(List.of(opened.unlock()))) {
      Administration administration = vault.administration(desk.actor(Desk.ADMIN));
      if (uri == null) {
        Slot.tell(desk.output(), "opens the vault", administration.rehearse(opened.unlock()));
      } else {
        Unlock fresh = desk.addedUnlock(uri, newPassphraseFile);
        Slot.tell(desk.output(), "added", administration.addSlot(opened.unlock(), fresh));
      }
    }
    return ExitCode.VERIFIED;
  }
}
