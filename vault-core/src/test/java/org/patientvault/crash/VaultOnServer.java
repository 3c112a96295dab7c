package org.patientvault.crash;

import java.nio.file.Path;
import java.util.Random;
import org.patientvault.Vault;
import org.patientvault.model.Purpose;

/** A new vault on a server with patients and records that many work on, and its inspector. */
final class VaultOnServer {
  private final Place place;
  private final Acknowledged acknowledged;
  private final Inspection inspection;

  private VaultOnServer(Place place, Random random) {
    this.place = place;
    try (Vault vault = place.create()) {
      this.acknowledged = Acknowledged.in(vault);
      this.inspection = Inspection.of(place, vault);
      acknowledged.addAll(
          Contender.makeRecords(
              vault.as(Place.PHYSICIAN, Purpose.TREAT), acknowledged.patients(), random));
    }
  }

  static VaultOnServer create(Path folder, String location, Random random) {
    return new VaultOnServer(Place.onServer(folder, location), random);
  }

  Place place() {
    return place;
  }

  Acknowledged acknowledged() {
    return acknowledged;
  }

  Inspection inspection() {
    return inspection;
  }

  Vault open(String node) {
    return place.open(Place.options(node));
  }

  /** While nobody works on it: signs what is there, and looks at all of it. */
  void inspect() throws Exception {
    try (Vault vault = open("inspector")) {
      acknowledged.checkNew(vault);
    }
    inspection.verify();
  }

  /** When all is over: everything that was ever acknowledged is there. */
  Chapter.Sum sum(int strikes) throws Exception {
    try (Vault vault = open("inspector")) {
      acknowledged.checkAll(vault);
    }
    inspect();
    return new Chapter.Sum(
        strikes, acknowledged.writes(), acknowledged.values(), inspection.verifiedEntries());
  }
}
