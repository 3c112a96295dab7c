package org.patientvault.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.RestoreOptions;
import org.patientvault.RestoreReport;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.model.VaultException;
import org.patientvault.verify.InputFile;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "put a backup back, into a new file or an empty database: --vault says where",
      "whoever was erased since is erased again, and the log says what happened; nothing is ever",
      "written over, and killed in between there is nothing, or all of it",
      "a backup of SQLite or PostgreSQL can be put into either"
    },
    footer = {
      "",
      "example:",
      "  patientvault restore /mnt/backup/today.vault --vault clinic.vault --reason 'disk failed'"
          + " \\",
      "    --erasure-register /mnt/register --policy hospital.policy"
    })
final class RestoreCommand extends VaultCommand {
  @Parameters(paramLabel = "BACKUP", description = "what backup wrote, its manifest beside it")
  Path backup = Path.of("");

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "why, for the log; sealed there: name no patient")
  String reason = "";

  @Option(
      names = "--register-lost",
      description = "there is no register of erasures any more: who was erased since comes back")
  boolean registerLost;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "the log's public keys as you kept them, as a C2SP tlog-policy")
  @Nullable Path policy;

  @Override
  ExitCode run(Desk desk) {
    RestoreOptions options = options(desk);
    if (!Files.isRegularFile(backup)) {
      throw new VaultException.NotFound("there is no backup " + backup.getFileName());
    }
    desk.confirm(
        () -> "this makes a vault of the backup, which goes on in the place of the lost one");
    RestoreReport report =
        Vault.restore(
            backup,
            desk.location(),
            desk.unlocksOf(backup.toString()),
            desk.actor(Desk.ADMIN),
            options);
    print(desk.output(), report);
    return ExitCode.VERIFIED;
  }

  private RestoreOptions options(Desk desk) {
    Optional<Path> register = Optional.ofNullable(desk.options().erasureRegister());
    if (register.isEmpty() && !registerLost) {
      throw new VaultException.InvalidInput(
          "name the register of erasures (--erasure-register FOLDER), or say --register-lost");
    }
    return new RestoreOptions(
        reason,
        registerLost ? Optional.empty() : register,
        registerLost,
        Optional.ofNullable(desk.options().lastSigned()),
        Optional.ofNullable(policy).map(from -> TrustPolicy.parse(InputFile.read(from, "policy"))),
        desk.options());
  }

  private static void print(Output output, RestoreReport report) {
    if (output.isJson()) {
      JsonMembers members =
          JsonValue.members()
              .put("incident", report.incident())
              .put("origin", report.origin())
              .put("backup", report.backup().id())
              .put("taken", report.backup().at().toString())
              .put("follows", report.follows().json())
              .put("erasedAgain", report.erased())
              .put("erasuresTakenBack", report.takenBack());
      report.lost().ifPresent(head -> members.put("lost", head.json()));
      output.json(members.build());
      return;
    }
    output.line("restored: incident " + report.incident() + ", log " + report.origin());
    output.line("as of " + report.backup().at() + "; erased again: " + report.erased());
    output.line(
        report
            .lost()
            .map(
                head ->
                    "the vault that was lost had signed "
                        + head.size()
                        + " entries of "
                        + head.origin()
                        + "; the backup has "
                        + report.follows().size()
                        + " of "
                        + report.follows().origin())
            .orElse("how much was lost is not known: no file of the last signed head was named"));
    if (report.takenBack() > 0) {
      output.line(
          "erasures asked for and taken back, ask for them anew: "
              + report.takenBack()
              + "; put legal holds of after the backup on again first");
    }
    output.line(
        "what came after the backup is gone; tell the auditor and the data-protection officer");
  }
}
