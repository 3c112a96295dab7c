package org.patientvault.crash;

import java.nio.file.Path;
import java.time.Duration;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;

/** Where the vault and its key store are, and who works on it: known to both processes. */
record Place(Path folder, String name) {
  static final Actor PHYSICIAN = Actor.of("dr.lea", "physician");
  static final Actor ADMIN = Actor.of("root", "admin");
  static final Actor AUDITOR = Actor.of("auditor", "auditor");
  static final int PATIENTS = 4;

  static Place main(Path folder) {
    return new Place(folder, "main");
  }

  Path vault() {
    return folder.resolve(name + ".vault");
  }

  Path keystore() {
    return folder.resolve(name + ".p12");
  }

  /** A key store, because a passphrase takes a second to stretch, and that a thousand times. */
  Unlock unlock() {
    return Unlock.keystore(keystore(), "root", "a long test password"::toCharArray);
  }

  /** Signs ten times as often as is usual, so that a kill meets it more often. */
  static VaultOptions options() {
    VaultOptions usual = VaultOptions.defaults();
    return usual
        .withNode("victim")
        .withPatience(Duration.ofSeconds(30))
        .withPublishEvery(Duration.ofMillis(100));
  }

  Vault create() {
    return Vault.create(vault().toString(), unlock(), options());
  }

  Vault open() {
    return Vault.open(vault().toString(), java.util.List.of(unlock()), options());
  }

  static PatientIdentifier patient(int number) {
    return new PatientIdentifier("urn:crash:mrn", "patient-" + number);
  }
}
