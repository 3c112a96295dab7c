package org.patientvault.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.Administration;
import org.patientvault.JobOptions;
import org.patientvault.Session;
import org.patientvault.SlotInfo;
import org.patientvault.Vault;
import org.patientvault.VaultOptions;
import org.patientvault.keys.ProtectorUri;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.RecoveryShare;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;
import org.patientvault.tokens.SoftHsm;
import org.patientvault.tokens.TestToken;

/**
 * An administrator moves a running vault to a token, renews every level of keys while people work,
 * and survives the loss of the token.
 */
@Tag("once")
@OnBothStores
class AdministratorsWalkTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);

  private final SoftHsm token = SoftHsm.make();
  private final Unlock byToken =
      new Unlock(new ProtectorUri(token.uri("kek")), TestToken.PIN::toCharArray);
  private String location = "";
  private List<RecoveryShare> shares = List.of();

  @Test
  void fromPassphraseToTokenToItsLossAndBack_losesNothing(TestDatabase database)
      throws InterruptedException {
    location = database.location();
    VaultId id = foundedAndMovedToTheToken();
    Ward ward;
    try (Vault vault = Vault.open(location, byToken)) {
      ward = new Ward();
      Administration administration = administration(vault);
      for (KeyLevel level : KeyLevel.values()) {
        renew(administration, level);
      }
      token.unplug();
      ward.worksOn(20);
      token.plugIn();
      renew(administration, KeyLevel.ROOT);
      renew(administration, KeyLevel.PATIENT_WRAP);
      ward.worksOn(20);
      token.destroy();
      ward.worksOn(20);
      ward.stop();
    }
    assertThatThrownBy(() -> Vault.open(location, byToken))
        .isInstanceOf(VaultException.KeyUnavailable.class);
    try (RecoveryKey joined =
        RecoveryKey.join(id, List.of(shares.get(4), shares.get(0), shares.get(2)))) {
      recovered(joined, ward);
    }
    assertThat(Vault.verifyRecords(location, PASSPHRASE).findings()).isEmpty();
  }

  private static Administration administration(Vault vault) {
    return vault.administration(Actor.of("kim", "admin"));
  }

  private VaultId foundedAndMovedToTheToken() {
    try (Vault vault = Vault.create(location, PASSPHRASE);
        RecoveryKey key = RecoveryKey.generate()) {
      VaultId id = Vault.label(location).id();
      Administration administration = administration(vault);
      shares = key.split(id, 3, 5);
      administration.addRecipient(List.of(PASSPHRASE), key.recipient());
      administration.addSlot(PASSPHRASE, byToken);
      administration.removeSlot(slot(administration, "passphrase"));
      return id;
    }
  }

  private static String slot(Administration administration, String kind) {
    return administration.slots().stream()
        .filter(slot -> slot.kind().equals(kind))
        .map(SlotInfo::id)
        .findFirst()
        .orElseThrow();
  }

  private void renew(Administration administration, KeyLevel level) {
    if (level == KeyLevel.ROOT) {
      assertThat(administration.keys().rotateRoot(List.of(byToken)))
          .extracting(SlotInfo::state)
          .containsOnly("active");
    } else if (level == KeyLevel.LOG) {
      assertThat(administration.keys().rotateLog(List.of(byToken)))
          .extracting(SlotInfo::state)
          .containsOnly("active");
    } else {
      assertThat(administration.keys().rotate(level, JobOptions.defaults()).ended()).isTrue();
    }
  }

  private void recovered(RecoveryKey joined, Ward ward) {
    try (Vault vault = Vault.open(location, joined.unlock())) {
      administration(vault).addSlot(joined.unlock(), PASSPHRASE);
      ward.assertAllIsThere(vault);
    }
  }

  /** Another node on which somebody writes and reads all the time, opened by the token. */
  private final class Ward {
    private final List<RecordKey> written = new ArrayList<>();
    private final AtomicReference<Throwable> failed = new AtomicReference<>();
    private final Thread thread = new Thread(this::work, "ward");
    private volatile boolean ended;

    Ward() {
      thread.start();
    }

    private void work() {
      VaultOptions options = VaultOptions.defaults().withNode("ward");
      try (Vault vault = Vault.open(location, List.of(byToken), options)) {
        Session physician = Clinic.physician(vault);
        PatientRef patient = physician.admit(new PatientIdentifier("urn:mrn", "1"));
        while (!ended) {
          RecordKey key = Clinic.key(patient, written());
          physician.create(key, Map.of(Clinic.FIELD, FieldValue.text(key.id().value())));
          physician.update(key, 1, Map.of("status", FieldValue.text("final")));
          assertThat(physician.read(key).get(Clinic.FIELD).asText()).isEqualTo(key.id().value());
          add(key);
        }
      } catch (Throwable e) {
        failed.set(e);
      }
    }

    private synchronized void add(RecordKey key) {
      written.add(key);
      notifyAll();
    }

    private synchronized int written() {
      return written.size();
    }

    /** Returns when so many more were written. */
    synchronized void worksOn(int more) throws InterruptedException {
      int wanted = written.size() + more;
      while (written.size() < wanted && failed.get() == null) {
        wait(1_000);
      }
      assertThat(failed.get()).as("what disturbed the ward").isNull();
    }

    void stop() throws InterruptedException {
      ended = true;
      thread.join();
      assertThat(failed.get()).as("what disturbed the ward").isNull();
    }

    void assertAllIsThere(Vault vault) {
      Session physician = Clinic.physician(vault);
      for (RecordKey key : written) {
        assertThat(physician.read(key).get(Clinic.FIELD).asText()).isEqualTo(key.id().value());
        assertThat(physician.read(key).get("status").asText()).isEqualTo("final");
      }
    }
  }
}
