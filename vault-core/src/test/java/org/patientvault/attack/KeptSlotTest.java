package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.Vault;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** Who leaves takes no slot along, whatever the database does with it. */
@Tag("once")
@OnBothStores
class KeptSlotTest {
  private static final Unlock LEAVER =
      QuickPassphrase.of("the passphrase of a leaver"::toCharArray);
  private static final Unlock NEWCOMER =
      QuickPassphrase.of("the passphrase of a newcomer"::toCharArray);

  @Test
  void removalThatATriggerSwallows_isNotReportedAsDone(TestDatabase database) throws Exception {
    Scene.founded(database);
    try (Vault vault = Scene.open(database, "a");
        Connection dba = database.connect()) {
      String id = Scene.administration(vault).addSlot(Scene.PASSPHRASE, LEAVER).id();
      database.swallow(dba, "DELETE", "slot");
      assertThatThrownBy(() -> Scene.administration(vault).removeSlot(id))
          .isInstanceOf(VaultException.class);
      database.dropSwallowing(dba, "slot");
      Scene.administration(vault).removeSlot(id);
    }
    assertDoesNotOpen(database);
    assertThat(Scene.findings(database)).isEmpty();
  }

  /** The set is sealed as it was decided, never as the database gives it back. */
  @Test
  void removedSlotThatATriggerPutsBack_isNotSealed(TestDatabase database) throws Exception {
    Scene.founded(database);
    try (Vault vault = Scene.open(database, "a");
        Connection dba = database.connect()) {
      String id = Scene.administration(vault).addSlot(Scene.PASSPHRASE, LEAVER).id();
      Scene.run(database, "CREATE TABLE kept AS SELECT * FROM slot");
      Scene.administration(vault).removeSlot(id);
      database.afterInserts(
          dba,
          "slot",
          "INSERT INTO slot SELECT * FROM kept WHERE slot_id NOT IN (SELECT slot_id FROM slot)");
      addIfItWorks(vault);
      database.dropAfterInserts(dba, "slot");
    }
    assertDoesNotOpen(database);
  }

  private static void addIfItWorks(Vault vault) {
    try {
      Scene.administration(vault).addSlot(Scene.PASSPHRASE, NEWCOMER);
    } catch (VaultException e) {
      assertThat(e)
          .isInstanceOfAny(VaultException.Tampered.class, VaultException.StorageFailed.class);
    }
  }

  private static void assertDoesNotOpen(TestDatabase database) {
    assertThatThrownBy(() -> Vault.open(database.location(), LEAVER).close())
        .isInstanceOf(VaultException.class);
  }
}
