package org.patientvault.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.SlotInfo;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.keys.ProtectorUri;
import org.patientvault.keys.Unlock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = "add a slot, so that another secret opens the vault too",
    footer = {
      "",
      "examples:",
      "  patientvault protector add --vault clinic.vault passphrase:",
      "  patientvault protector add --vault clinic.vault 'keystore:/etc/vault/kek.bcfks?alias=kek'",
      "  patientvault protector add --vault clinic.vault"
          + " 'pkcs11:token=clinic;object=kek?module-path=/usr/lib/softhsm/libsofthsm2.so'",
      "  patientvault protector add --vault clinic.vault"
          + " aws-kms://arn:aws:kms:eu-central-1:111122223333:key/1234abcd-..."
    })
final class ProtectorAddCommand extends VaultCommand {
  @Parameters(
      paramLabel = "URI",
      description =
          "passphrase:, keystore:FILE?alias=NAME, pkcs11:token=LABEL;object=LABEL?module-path=FILE,"
              + " aws-kms://ARN, gcp-kms://NAME or hcvault://HOST:PORT/MOUNT/keys/NAME; no secret"
              + " in it")
  String uri = "";

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description =
          "read the new slot's secret, or its token's PIN, from the first line of FILE; else it is"
              + " asked for")
  @Nullable Path newPassphraseFile;

  @Override
  ExitCode run(Desk desk) {
    ProtectorUri protector = KnownProtector.uri(uri);
    List<Unlock> current = desk.unlocks();
    try (Vault vault = desk.open(current)) {
      Unlock added = desk.addedUnlock(protector, newPassphraseFile);
      SlotInfo slot = vault.administration(desk.actor(Desk.ADMIN)).addSlot(current, added);
      Slot.tell(desk.output(), "added", slot);
    }
    return ExitCode.VERIFIED;
  }
}
