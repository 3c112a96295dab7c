package org.patientvault.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.BackupReport;
import org.patientvault.Vault;
import org.patientvault.audit.BackupManifest;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.model.VaultException;
import org.patientvault.verify.InputFile;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = {
      "check a backup without opening it: its file against its manifest, that against the log",
      "give --policy: without it the backup is held against the public keys in itself, which finds",
      "accidents, but not a backup that somebody made up as a whole"
    },
    footer = {
      "",
      "example:",
      "  patientvault backup verify /mnt/backup/today.vault --policy hospital.policy"
    })
final class BackupVerifyCommand extends VaultCommand {
  @Parameters(paramLabel = "FILE", description = "what backup wrote")
  Path file = Path.of("");

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "the keys you trust, as a C2SP tlog-policy; audit keys prints them")
  @Nullable Path policy;

  @Override
  ExitCode run(Desk desk) {
    Optional<TrustPolicy> trust =
        Optional.ofNullable(policy).map(from -> TrustPolicy.parse(InputFile.read(from, "policy")));
    try {
      BackupReport report = Vault.verifyBackup(file, trust);
      say(desk.output(), "WHOLE", facts(report));
      return ExitCode.VERIFIED;
    } catch (VaultException.Tampered e) {
      say(desk.output(), "NOT WHOLE", e.getMessage());
      return ExitCode.TAMPERED;
    } catch (VaultException.KeyUnavailable
        | VaultException.InvalidInput
        | VaultException.LimitExceeded e) {
      say(desk.output(), "CANNOT TELL", e.getMessage());
      return ExitCode.CANNOT_TELL;
    }
  }

  private static String facts(BackupReport report) {
    BackupManifest.Contents made = report.contents();
    return "backup="
        + made.id()
        + " taken="
        + made.at()
        + " until="
        + made.until()
        + " records="
        + made.rows().getOrDefault("record_index", 0L)
        + " erased="
        + made.erasures()
        + " log="
        + made.log().origin()
        + " size="
        + made.log().size()
        + (report.trusted() ? "" : " (by the keys in the backup itself)");
  }

  private static void say(Output output, String verdict, @Nullable String what) {
    if (output.isJson()) {
      output.json(
          JsonValue.members().put("verdict", verdict).put("told", String.valueOf(what)).build());
    } else {
      output.line(verdict + " " + what);
    }
  }
}
