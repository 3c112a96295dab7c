package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** Patients are listed in parts, and nobody is lost between two of them. */
@Tag("once")
@OnBothStores
class PatientListTest {
  private final Set<String> admitted = new TreeSet<>();
  private Vault vault;
  private Session session;

  @BeforeEach
  void eightPatients(TestDatabase database) {
    Unlock passphrase = QuickPassphrase.of("correct horse battery"::toCharArray);
    vault = Vault.create(database.location(), passphrase);
    session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    for (int number = 1; number <= 8; number++) {
      PatientIdentifier mrn = new PatientIdentifier("urn:clinic:mrn", "" + number);
      admitted.add(session.admit(mrn).toString());
    }
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void partsOfOne_areNeverEmptyBecauseOfTheReservedSubject() {
    List<String> listed = new ArrayList<>();
    List<PatientRef> part = session.patients(null, 1);
    while (part.size() == 1) {
      listed.add(part.get(0).toString());
      part = session.patients(part.get(0), 1);
    }
    assertThat(listed).containsExactlyElementsOf(admitted);
  }

  @Test
  void limitOutOfRange_isRefusedAtTheDoor() {
    assertThatThrownBy(() -> session.patients(null, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> session.patients(null, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
