package org.patientvault.rotation;

import java.nio.file.Path;
import java.util.List;
import org.patientvault.JobOptions;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.keys.Unlock;

/**
 * A process of its own that tells of a slot whose secret is known, and renews what was reachable;
 * or goes on with it. Says after each page how far it is.
 */
final class KilledCompromise {
  static final String REASON = "a notebook with a passphrase was lost";

  private KilledCompromise() {}

  /** Location of the vault, key store, id of the slot. */
  public static void main(String... arguments) {
    Unlock unlock =
        Unlock.keystore(Path.of(arguments[1]), Clinic.ALIAS, Clinic.PASSWORD::toCharArray);
    VaultOptions options = VaultOptions.defaults().withNode("compromise");
    try (Vault vault = Vault.open(arguments[0], List.of(unlock), options)) {
      say("opened");
      Clinic.keys(vault)
          .compromiseOfSlot(
              arguments[2],
              REASON,
              List.of(unlock),
              JobOptions.defaults().withProgress(job -> say(job.level() + " " + job.done())));
      say("done");
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
