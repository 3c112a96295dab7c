package org.patientvault.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.patientvault.CompromiseReport;
import org.patientvault.KeyAdministration;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.keys.Unlock;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;
import org.patientvault.verify.NewFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "compromise",
    description = {
      "somebody may have a key: note it, renew the key and all below it, and report",
      "what was reachable from when to when, for the duties of 24 and 72 hours; asks first",
      "may be killed at any time: run again, it goes on where it was"
    },
    footer = {
      "",
      "examples:",
      "  patientvault key compromise root --reason-file why.txt --out report.txt",
      "  patientvault key compromise patient-wrap 2 --reason-file why.txt",
      "  patientvault key compromise slot 3fa9 --reason-file why.txt"
    })
final class KeyCompromiseCommand extends VaultCommand {
  private static final String SLOT = "slot";

  @Parameters(
      index = "0",
      paramLabel = "LEVEL",
      description = "which keys, as key rotate names them; slot for a slot's secret")
  String level = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "KEY",
      description = "the key, as key census names it, else the one in use; or the slot's id")
  @Nullable String key;

  @Mixin final ReasonOption reason = new ReasonOption();

  @Option(
      names = "--out",
      paramLabel = "REPORT",
      description = "write the report into this new file too, to be filed")
  @Nullable Path out;

  @Option(
      names = "--request",
      paramLabel = "ID",
      description = "with slot: what another administrator approved for its removal")
  @Nullable String request;

  @Mixin final JobRun job = new JobRun();

  @Override
  ExitCode run(Desk desk) {
    boolean slot = level.equals(SLOT);
    KeyLevel of = slot ? KeyLevel.ROOT : KeyLevel.parse(level);
    int id = slot ? 0 : number();
    String why = reason.text();
    if (slot && key == null) {
      throw new VaultException.InvalidInput("which slot? patientvault protector list shows ids");
    }
    if (out != null && Files.exists(out)) {
      throw new VaultException.Refused("there is a file at --out already; name a new one");
    }
    desk.confirm(
        () ->
            "the log will say that "
                + level
                + (key == null ? "" : " " + key)
                + " is compromised, and it is renewed with all below it; slots whose secret is not"
                + " given may become stale");
    List<Unlock> unlocks = desk.unlocks();
    try (Vault vault = desk.open(unlocks)) {
      KeyAdministration keys =
          (request == null
                  ? vault.administration(desk.actor(Desk.ADMIN))
                  : vault.administration(desk.actor(Desk.ADMIN)).under(request))
              .keys();
      tell(
          desk,
          job.with(
              desk,
              options ->
                  slot
                      ? keys.compromiseOfSlot(String.valueOf(key), why, unlocks, options)
                      : keys.compromise(of, id, why, unlocks, options)));
    }
    return ExitCode.VERIFIED;
  }

  private int number() {
    if (key == null) {
      return 0;
    }
    if (!key.matches("[0-9]{1,9}")) {
      throw new VaultException.InvalidInput("a key is named by its number; see key census");
    }
    return Integer.parseInt(key);
  }

  private void tell(Desk desk, CompromiseReport report) {
    String text = report.lines().collect(Collectors.joining("\n", "", "\n"));
    if (out != null) {
      NewFile.write(out, text.getBytes(StandardCharsets.UTF_8));
    }
    if (desk.output().isJson()) {
      desk.output().json(report.json());
    } else {
      report.lines().forEach(desk.output()::line);
      desk.output()
          .hint(
              "patientvault audit report incident lists who did what in that time, for the forms"
                  + " of the authorities; patientvault protector list shows stale slots");
    }
  }
}
