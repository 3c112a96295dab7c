package org.patientvault.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;

/**
 * Where the vault and its key store are, and who works on it: known to all processes.
 *
 * @param folder has the key store
 * @param location what the vault is opened by
 */
record Place(Path folder, String name, String location) {
  static final Actor PHYSICIAN = Actor.of("dr.lea", "physician");
  static final Actor ADMIN = Actor.of("root", "admin");
  static final Actor AUDITOR = Actor.of("auditor", "auditor");
  static final int PATIENTS = 4;

  /** A vault in a file. */
  Place(Path folder, String name) {
    this(folder, name, file(folder, name).toString());
  }

  static Place main(Path folder) {
    return new Place(folder, "main");
  }

  static Place onServer(Path folder, String location) {
    return new Place(folder, "main", location);
  }

  Path vault() {
    return file(folder, name);
  }

  private static Path file(Path folder, String name) {
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
  static VaultOptions options(String node) {
    VaultOptions usual = VaultOptions.defaults();
    return usual
        .withNode(node)
        .withPatience(Duration.ofSeconds(30))
        .withPublishEvery(Duration.ofMillis(100));
  }

  Vault create() {
    return Vault.create(location, unlock(), options("victim"));
  }

  Vault open() {
    return open(options("victim"));
  }

  Vault open(VaultOptions options) {
    return Vault.open(location, List.of(unlock()), options);
  }

  static PatientIdentifier patient(int number) {
    return new PatientIdentifier("urn:crash:mrn", "patient-" + number);
  }
}
