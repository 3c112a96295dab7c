package org.patientvault.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.patientvault.Backups;
import org.patientvault.Vault;
import org.patientvault.audit.BackupManifest;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.model.VaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    subcommands = {
      BackupVerifyCommand.class,
      BackupListCommand.class,
      BackupDestroyedCommand.class
    },
    description = {
      "copy a consistent, signed state of the vault into a new file, while others go on",
      "the copy is sealed as the vault is, and opens with the same slots; FILE.manifest beside it",
      "says what it holds, in words that the log signed: keep the two together",
      "of a vault on PostgreSQL too it is a file of SQLite"
    },
    footer = {"", "example:", "  patientvault backup --vault clinic.vault /mnt/backup/today.vault"})
final class BackupCommand extends VaultCommand {
  @Parameters(paramLabel = "FILE", arity = "0..1", description = "a file that is not there yet")
  @Nullable Path target;

  @Option(
      names = "--keep-days",
      paramLabel = "N",
      description = "after which it is to be destroyed; else as the rule of erasures says")
  @Nullable Integer keepDays;

  @Override
  ExitCode run(Desk desk) {
    if (target == null) {
      throw new VaultException.InvalidInput("say where to: patientvault backup FILE");
    }
    BackupManifest.Contents made;
    try (Vault vault = desk.open()) {
      Backups backups = vault.administration(desk.actor(Desk.ADMIN)).backups();
      made =
          (keepDays == null
                  ? backups.make(target)
                  : backups.make(target, Duration.ofDays(keepDays)))
              .contents();
    }
    if (desk.output().isJson()) {
      desk.output()
          .json(
              JsonValue.members()
                  .put("backup", made.id())
                  .put("until", made.until().toString())
                  .put("sha256", made.file().sha256().hex())
                  .build());
    } else {
      desk.output().line("backup written");
      desk.output().line("id " + made.id() + ", to be destroyed by " + made.until());
    }
    return ExitCode.VERIFIED;
  }
}
