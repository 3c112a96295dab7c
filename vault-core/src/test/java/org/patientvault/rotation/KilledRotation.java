package org.patientvault.rotation;

import java.nio.file.Path;
import java.util.List;
import org.patientvault.JobOptions;
import org.patientvault.JobStatus;
import org.patientvault.KeyAdministration;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.keys.Unlock;
import org.patientvault.model.KeyLevel;

/**
 * A process of its own that renews patients' keys, or goes on with it, and says after each page how
 * far it is.
 */
final class KilledRotation {
  private KilledRotation() {}

  /** Location of the vault, key store, rows a second. */
  public static void main(String... arguments) {
    Unlock unlock =
        Unlock.keystore(Path.of(arguments[1]), Clinic.ALIAS, Clinic.PASSWORD::toCharArray);
    VaultOptions options = VaultOptions.defaults().withNode("rotation");
    try (Vault vault = Vault.open(arguments[0], List.of(unlock), options)) {
      KeyAdministration keys = Clinic.keys(vault);
      JobOptions told =
          JobOptions.defaults()
              .withRate(Integer.parseInt(arguments[2]))
              .withProgress(KilledRotation::say);
      boolean begun = keys.jobs().stream().anyMatch(job -> !job.ended());
      say(begun ? keys.resume("", told) : keys.rotate(KeyLevel.PATIENTS, told));
    }
  }

  private static void say(JobStatus job) {
    System.out.println(job.state() + " " + job.done());
    System.out.flush();
  }
}
