package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.Vault;
import org.patientvault.keys.KeyProtector;
import org.patientvault.keys.RecoveryKey;
import org.patientvault.keys.RecoveryRecipient;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.QuickPassphrase;
import org.patientvault.stores.TestDatabase;

/**
 * Who edits rows puts his own public key where the keepers' is, so that the next wrapping is for
 * him: the state seal stands before it.
 */
@Tag("once")
@OnBothStores
class SwappedRecipientTest {
  private static final Unlock LATER = QuickPassphrase.of("a passphrase of later"::toCharArray);

  private static void putInPlace(TestDatabase database, RecoveryRecipient attacker)
      throws SQLException {
    try (Connection owner = database.connect();
        KeyProtector his = attacker.protector();
        PreparedStatement update =
            owner.prepareStatement(
                "UPDATE slot SET parameters = ?, uri = ? WHERE kind = 'recovery'")) {
      update.setBytes(1, his.parameters().toArray());
      update.setString(2, his.uri().text());
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void publicKeyPutInPlace_isRefusedAtOpening(TestDatabase database) throws Exception {
    Scene.founded(database);
    try (RecoveryKey keepers = RecoveryKey.generate();
        RecoveryKey attackers = RecoveryKey.generate()) {
      try (Vault vault = Scene.open(database, "a")) {
        Scene.administration(vault).addSlot(Scene.PASSPHRASE, keepers.unlock());
      }
      putInPlace(database, attackers.recipient());
      for (Unlock each : List.of(Scene.PASSPHRASE, keepers.unlock(), attackers.unlock())) {
        assertThatThrownBy(() -> Vault.open(database.location(), each).close())
            .isInstanceOf(VaultException.class);
      }
      assertThatThrownBy(() -> Vault.open(database.location(), Scene.PASSPHRASE).close())
          .isInstanceOf(VaultException.Tampered.class);
      assertThat(Scene.findings(database)).isNotEmpty();
    }
  }

  @Test
  void publicKeyPutInPlaceUnderARunningProcess_stopsTheNextChangeOfSlots(TestDatabase database)
      throws Exception {
    Scene.founded(database);
    try (RecoveryKey keepers = RecoveryKey.generate();
        RecoveryKey attackers = RecoveryKey.generate();
        Vault vault = Scene.open(database, "a")) {
      Scene.administration(vault).addSlot(Scene.PASSPHRASE, keepers.unlock());
      putInPlace(database, attackers.recipient());
      assertThatThrownBy(() -> Scene.administration(vault).addSlot(Scene.PASSPHRASE, LATER))
          .isInstanceOf(VaultException.Tampered.class);
      assertThatThrownBy(
              () ->
                  Scene.administration(vault)
                      .addRecipient(List.of(Scene.PASSPHRASE), keepers.recipient()))
          .isInstanceOf(VaultException.Tampered.class);
      assertThat(Scene.number(database, "SELECT count(*) FROM slot")).isEqualTo(2);
    }
  }

  /** He puts the keepers' key back before anybody looks whether it is theirs. */
  @Test
  void publicKeyPutInPlaceWhileTheRootIsRenewed_getsNoRoot(TestDatabase database) throws Exception {
    Scene.founded(database);
    try (RecoveryKey keepers = RecoveryKey.generate();
        RecoveryKey attackers = RecoveryKey.generate();
        Vault vault = Scene.open(database, "a")) {
      Scene.administration(vault).addSlot(Scene.PASSPHRASE, keepers.unlock());
      Scene.administration(vault).rehearse(Scene.PASSPHRASE);
      Scene.run(database, "CREATE TABLE kept AS SELECT * FROM slot");
      putInPlace(database, attackers.recipient());
      Unlock meanwhile =
          QuickPassphrase.of(
              () -> {
                putBack(database);
                return Scene.PASSPHRASE.secret().read();
              });
      assertThatThrownBy(() -> Scene.administration(vault).keys().rotateRoot(List.of(meanwhile)))
          .isInstanceOf(VaultException.Tampered.class);
      assertThat(Scene.findings(database)).isEmpty();
      assertThatThrownBy(() -> Vault.open(database.location(), attackers.unlock()).close())
          .isInstanceOf(VaultException.KeyUnavailable.class);
      Vault.open(database.location(), keepers.unlock()).close();
    }
  }

  private static void putBack(TestDatabase database) {
    try {
      Scene.run(database, "DELETE FROM slot", "INSERT INTO slot SELECT * FROM kept");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
