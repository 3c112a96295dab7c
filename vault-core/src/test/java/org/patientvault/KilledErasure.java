package org.patientvault;

import java.nio.file.Path;
import java.util.List;
import org.patientvault.audit.ErasureGround;
import org.patientvault.keys.Unlock;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;

/** A process of its own that admits patients and erases them, and says what is done. */
final class KilledErasure {
  static final int RECORDS = 3;

  private KilledErasure() {}

  static Unlock unlock(Path keyStore) {
    return Unlock.keystore(keyStore, "kek", "correct horse battery"::toCharArray);
  }

  static PatientIdentifier identifier(String run, int number) {
    return new PatientIdentifier("urn:" + run, Integer.toString(number));
  }

  /** Location of the vault, key store, register, name of the run. */
  public static void main(String... arguments) {
    VaultOptions options =
        VaultOptions.defaults().withNode("eraser").withErasureRegister(Path.of(arguments[2]));
    Unlock unlock = unlock(Path.of(arguments[1]));
    try (Vault vault = Vault.open(arguments[0], List.of(unlock), options)) {
      Erasures erasures = vault.administration(ErasurePlace.ADMIN).erasures();
      Session session = vault.as(ErasurePlace.PHYSICIAN, Purpose.TREAT);
      for (int i = 0; ; i++) {
        PatientRef patient = session.admit(identifier(arguments[3], i));
        for (int record = 0; record < RECORDS; record++) {
          session.create(
              RecordKey.of(patient, "Observation", "r" + record), OneRecord.fields("v" + record));
        }
        say("admitted", patient);
        erasures.ask(patient, ErasureGround.REQUEST, "letter");
        say("asked", patient);
        erasures.erase(patient);
        say("erased", patient);
      }
    }
  }

  private static void say(String what, PatientRef patient) {
    System.out.println(what + " " + patient);
    System.out.flush();
  }
}
