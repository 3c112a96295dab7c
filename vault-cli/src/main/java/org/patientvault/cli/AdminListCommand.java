package org.patientvault.cli;

import java.util.List;
import org.patientvault.Vault;
import org.patientvault.audit.Administrators;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonMembers;
import org.patientvault.audit.JsonValue;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "list the administrators and their keys, and whether two are needed",
    footer = {"", "example:", "  patientvault admin list --vault clinic.vault"})
final class AdminListCommand extends VaultCommand {
  @Override
  ExitCode run(Desk desk) {
    try (Vault vault = desk.open()) {
      print(desk.output(), vault, desk, 0);
    }
    return ExitCode.VERIFIED;
  }

  /** Those who are there now; {@code version} of the list, where it was changed. */
  static void print(Output output, Vault vault, Desk desk, int version) {
    Administrators all = vault.administration(desk.actor(Desk.ADMIN)).approvals().administrators();
    if (output.isJson()) {
      JsonMembers members =
          JsonValue.members()
              .put("twoPerson", all.isTwoPerson())
              .put(
                  "administrators",
                  JsonValue.of(all.all().stream().map(AdministratorLine::json).toList()));
      output.json((version == 0 ? members : members.put("version", version)).build());
      return;
    }
    output.table(
        List.of("name", "sha256 of the key"),
        all.all().stream().map(key -> List.of(key.name(), key.fingerprint())).toList());
    output.say(
        all.isTwoPerson()
            ? "changes of rules, removals and erasures need two of them"
            : "fewer than two are enrolled: nothing needs two administrators");
  }
}
