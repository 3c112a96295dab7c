package org.patientvault.cli;

import java.nio.file.Path;
import java.util.List;
import org.patientvault.Administration;
import org.patientvault.SlotInfo;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonMembers;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.Unlock;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "split",
    description = {
      "make a recovery key, split it among keepers, and add its slot",
      "writes for each keeper a text and a page to print; print them, hand them out, and delete"
          + " the files: whoever has enough of them opens the vault"
    },
    footer = {
      "",
      "example:",
      "  patientvault recovery split --vault clinic.vault --of 5 --needed 3 --out shares"
    })
final class RecoverySplitCommand extends VaultCommand {
  @Option(
      names = {"-n", "--of"},
      paramLabel = "N",
      required = true,
      description = "how many shares to make, 16 at most")
  int of;

  @Option(
      names = {"-k", "--needed"},
      paramLabel = "K",
      required = true,
      description = "how many of them open the vault, 2 at least")
  int needed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "a folder for the files; it is made if it is not there")
  Path out = Path.of("");

  @Override
  ExitCode run(Desk desk) {
    List<Unlock> current = desk.unlocks();
    try (Vault vault = desk.open(current);
        RecoveryKey key = RecoveryKey.generate();
        Shares shares = new Shares(key.split(vault.id(), needed, of))) {
      ShareFiles files = ShareFiles.write(out, shares.list());
      Unlock added = key.unlock(shares.list());
      Administration administration = vault.administration(desk.actor(Desk.ADMIN));
      tell(desk.output(), Enrolment.of(administration, current, added, files::remove));
    }
    return ExitCode.VERIFIED;
  }

  private void tell(Output output, SlotInfo slot) {
    if (output.isJson()) {
      JsonMembers facts = ProtectorListCommand.members(slot);
      output.json(facts.put("shares", (long) of).put("needed", (long) needed).build());
      return;
    }
    Slot.tell(output, "added", slot);
    output.line(of + " shares written, of which any " + needed + " open the vault");
    output.say("next: print a page for each keeper, try them with patientvault recovery open");
    output.say("--rehearse, and delete the files; docs/recovery.md says who should keep what");
  }
}
