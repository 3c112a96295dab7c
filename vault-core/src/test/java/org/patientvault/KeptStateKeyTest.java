package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.internal.crypto.StateMac;
import org.patientvault.internal.crypto.VaultKeys;
import org.patientvault.internal.ledger.StateSeal;
import org.patientvault.internal.store.ReadView;
import org.patientvault.internal.store.StateRow;
import org.patientvault.internal.store.Store;
import org.patientvault.internal.store.StoreLocation;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.KeyLevel;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/** P5: who kept the key that sealed the state seals no state once it was renewed. */
@OnBothStores
@Tag("once")
class KeptStateKeyTest {
  private static final Unlock PASSPHRASE = QuickPassphrase.of("correct horse battery"::toCharArray);

  @Test
  void earlierPolicyUnderTheKeptKey_isRefused(TestDatabase database) throws Exception {
    StateMac kept;
    try (Vault vault = Vault.create(database.location(), PASSPHRASE)) {
      kept = copied(database);
      Administration administration = vault.administration(Actor.of("kim", "admin"));
      administration.installPolicy(administration.policy());
      renew(vault);
      assertThat(administration.keys().census().counts())
          .contains(
              new KeyCensus.Count(KeyLevel.STATE_MAC, 1, KeyCensus.State.DISABLED, 0),
              new KeyCensus.Count(KeyLevel.STATE_MAC, 2, KeyCensus.State.ACTIVE, 2));
    }
    putBack(database, kept);
    assertThatThrownBy(() -> Vault.open(database.location(), PASSPHRASE))
        .isInstanceOf(VaultException.Tampered.class);
  }

  @Test
  void nodeThatHeardOfNothing_goesOnUnderTheNewKey(TestDatabase database) {
    try (Vault vault = Vault.create(database.location(), PASSPHRASE);
        Vault other = Vault.open(database.location(), PASSPHRASE)) {
      renew(vault);
      renew(other);
      renew(vault);
    }
    assertThat(Vault.verifyRecords(database.location(), PASSPHRASE).findings()).isEmpty();
    Vault.open(database.location(), PASSPHRASE).close();
  }

  @Test
  void openedBeforeRootAndLevelsWereRenewed_opensAnew(TestDatabase database) {
    try (Vault vault = Vault.create(database.location(), PASSPHRASE);
        Vault opened = Vault.open(database.location(), PASSPHRASE)) {
      vault.administration(Actor.of("kim", "admin")).keys().rotateRoot(List.of(PASSPHRASE));
      renew(vault);
      renew(opened);
    }
    assertThat(Vault.verifyRecords(database.location(), PASSPHRASE).findings()).isEmpty();
  }

  private static void renew(Vault vault) {
    KeyAdministration keys = vault.administration(Actor.of("kim", "admin")).keys();
    assertThat(keys.rotate(KeyLevel.STATE_MAC, JobOptions.defaults()).proven()).isTrue();
  }

  private static StateMac copied(TestDatabase database) {
    try (Store store = examined(database);
        Slots.Opened opened =
            Slots.open(
                store.read(VaultOpening::vaultId),
                store.read(ReadView::slots),
                List.of(PASSPHRASE))) {
      return VaultKeys.open(
              store.read(VaultOpening::vaultId), opened.root(), store.read(VaultOpening::keysets))
          .stateMac();
    }
  }

  private static Store examined(TestDatabase database) {
    return Store.examine(
        StoreLocation.parse(database.location()), VaultOptions.defaults().databaseLogin());
  }

  /** The first policy is in force again, under the tag of who has the copied key. */
  private static void putBack(TestDatabase database, StateMac kept) throws Exception {
    StateRow forged;
    try (Store store = examined(database)) {
      forged =
          store.read(
              rows -> {
                StateRow now = rows.theState();
                StateRow back =
                    new StateRow(
                        now.generation(),
                        now.shard(),
                        1,
                        now.schemaVersion(),
                        now.logShard(),
                        now.logIndex(),
                        now.mac());
                return new StateSeal(VaultOpening.vaultId(rows), kept).sealed(back, rows);
              });
    }
    try (Connection connection = database.connect();
        PreparedStatement update =
            connection.prepareStatement("UPDATE vault_state SET policy_version = 1, mac = ?")) {
      update.setBytes(1, forged.mac().toArray());
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
