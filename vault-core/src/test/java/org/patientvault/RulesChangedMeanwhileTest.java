package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** A policy that comes into force between decision and commit has the request decided again. */
@Tag("once")
@OnBothStores
class RulesChangedMeanwhileTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);
  private static final byte[] RESOURCE =
      "{\"resourceType\":\"Basic\",\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8);

  private TestDatabase database;
  private Vault vault;
  private Session physician;
  private PatientRef patient;

  @BeforeEach
  void open(TestDatabase fresh) {
    database = fresh;
    vault = Vault.create(database.location(), PASSPHRASE);
    physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    patient = physician.admit(new PatientIdentifier("urn:mrn", "1"));
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void put_afterAPolicyChangeElsewhere_isWritten() {
    installElsewhere("physician");
    assertThat(physician.put(patient, RESOURCE).change()).isEqualTo(WrittenRecord.Change.CREATED);
  }

  @Test
  void put_afterTheRightWasTakenAwayElsewhere_isRefused() {
    installElsewhere("surgeon");
    assertThatThrownBy(() -> physician.put(patient, RESOURCE))
        .isInstanceOf(VaultException.AccessDenied.class);
  }

  private void installElsewhere(String role) {
    try (Vault other = Vault.open(database.location(), PASSPHRASE)) {
      Administration admin = other.administration(Actor.of("ada", "admin"));
      String policy = new String(admin.policy(), StandardCharsets.UTF_8);
      admin.installPolicy(policy.replace("physician", role).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The emergency is declared under the old policy, and waits behind the new one. */
  @Test
  void breakGlass_whileAPolicyIsInstalled_opens() throws Exception {
    Administration admin = vault.administration(Actor.of("ada", "admin"));
    byte[] policy = admin.policy();
    try (LockedDatabase elsewhere = new LockedDatabase(database)) {
      elsewhere.lock();
      Caller<Integer> installing = Caller.start(() -> admin.installPolicy(policy));
      installing.awaitCommitting();
      Caller<EmergencyAccess> declaring =
          Caller.start(() -> physician.breakGlass(patient, "unconscious, no history known"));
      declaring.awaitWaiting();
      elsewhere.unlock();
      installing.result();
      try (EmergencyAccess window = declaring.result()) {
        assertThat(window.session().records(patient)).isEmpty();
      }
    }
  }
}
