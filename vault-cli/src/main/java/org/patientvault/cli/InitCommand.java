package org.patientvault.cli;

import org.jspecify.annotations.Nullable;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.keys.ProtectorUri;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    description = "make a new vault, with one slot to open it",
    footer = {
      "",
      "examples:",
      "  patientvault init --vault clinic.vault",
      "  patientvault init --vault jdbc:postgresql://db.example.org/clinic --database-user"
          + " vault_owner",
      "  patientvault init --vault clinic.vault --protector 'keystore:/etc/vault/kek.p12?alias=kek'"
          + " --passphrase-file pw"
    })
final class InitCommand extends VaultCommand {
  @Option(
      names = "--protector",
      paramLabel = "URI",
      description =
          "what protects the first slot: passphrase: (the default), keystore:FILE?alias=NAME,"
              + " pkcs11:token=LABEL;object=LABEL?module-path=FILE, or a key of a service, as"
              + " docs/cloud-keys.md has it")
  @Nullable String protector;

  @Override
  ExitCode run(Desk desk) {
    ProtectorUri uri =
        protector == null ? ProtectorUri.passphrase() : KnownProtector.uri(protector);
    try (Vault vault = Vault.create(desk.location(), desk.firstUnlock(uri), desk.options())) {
      String id = vault.id().toString();
      if (desk.output().isJson()) {
        desk.output().json(JsonValue.members().put("vault", id).build());
      } else {
        desk.output().line("vault " + id + " made");
        desk.output()
            .say("next: patientvault protector add, so that one lost secret loses nothing");
      }
    }
    return ExitCode.VERIFIED;
  }
}
