package org.patientvault.cli;

import org.patientvault.Approvals;
import org.patientvault.DestroyedKey;
import org.patientvault.Vault;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.JsonValue;
import org.patientvault.audit.RequestKind;
import org.patientvault.model.KeyLevel;
import org.patientvault.verify.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "destroy",
    description = {
      "destroy a key that protects nothing any more, for good; asks first",
      "refused while it is in use, or a backup that is not gone holds it;",
      "where two administrators are enrolled, it needs both"
    },
    footer = {"", "example:", "  patientvault key destroy --vault clinic.vault patient-wrap 1"})
final class KeyDestroyCommand extends VaultCommand {
  @Parameters(paramLabel = "LEVEL", description = "which keys")
  String level = "";

  @Parameters(paramLabel = "KEY", description = "the key, as key census names it")
  int key;

  @Mixin final Agreement agreement = new Agreement();

  @Override
  ExitCode run(Desk desk) {
    KeyLevel of = KeyLevel.parse(level);
    if (agreement.asks()) {
      return agreement.ask(desk, RequestKind.KEY_DESTROY, admin -> Approvals.forKey(of, key));
    }
    desk.confirm(() -> "key " + key + " of " + of.text() + " will be gone for good");
    try (Vault vault = desk.open()) {
      tell(desk.output(), agreement.admin(desk, vault).keys().destroy(of, key));
    }
    return ExitCode.VERIFIED;
  }

  private static void tell(Output output, DestroyedKey gone) {
    if (output.isJson()) {
      output.json(
          JsonValue.members()
              .put("level", gone.level().text())
              .put("key", (long) gone.key())
              .put("destroyed", gone.keys())
              .put("scrubbed", gone.scrubbed())
              .build());
      return;
    }
    output.line("destroyed: " + gone.keys() + (gone.keys() == 1 ? " key" : " keys"));
    if (!gone.scrubbed()) {
      output.warn(
          "somebody reads all the time, so that its bytes are still in the write-ahead log; they"
              + " leave it with the next erasure or destruction");
    }
  }
}
