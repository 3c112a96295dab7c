package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P3 at use: who edits rows, and has no key, puts no policy of his own or of old in force. */
@OnBothStores
@Tag("once")
class PolicyPutBackTest {
  @TempDir Path folder;
  private TestDatabase database;
  private Unlock unlock;
  private Vault vault;
  private Session physician;
  private RecordKey key;
  private AttackedDatabase attacked;

  @BeforeEach
  void vaultWithOneRecord(TestDatabase fresh) throws Exception {
    database = fresh;
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
    vault = Vault.create(database.location(), unlock);
    physician = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    key =
        RecordKey.of(
            physician.admit(new PatientIdentifier("urn:mrn", "1")), "Condition", "serology");
    physician.create(key, Map.of("code", FieldValue.text("positive")));
    attacked = new AttackedDatabase(database);
  }

  @AfterEach
  void close() throws Exception {
    attacked.close();
    try {
      vault.close();
    } catch (VaultException e) {
      assertThat(e).isInstanceOf(VaultException.Tampered.class);
    }
  }

  @Test
  void policyThatNobodySealed_letsNobodyRead() throws Exception {
    Session visitor = vault.as(Actor.of("accomplice", "visitor"), Purpose.TREAT);
    assertThatThrownBy(() -> visitor.read(key)).isInstanceOf(VaultException.AccessDenied.class);
    String own = policy().replace("roles: physician", "roles: [physician, visitor]");
    attacked.execute(
        "INSERT INTO config SELECT kind, 2, ?, log_shard, log_idx FROM config"
            + " WHERE kind = 'policy' AND version = 1",
        own.getBytes(StandardCharsets.UTF_8));
    attacked.execute("UPDATE vault_state SET policy_version = 2");
    assertThatThrownBy(() -> visitor.read(key))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("was changed by somebody without the vault's key");
  }

  @Test
  void policyOfOldPutBackInARunningVault_letsNobodyRead() throws Exception {
    attacked.execute("CREATE TABLE aside AS SELECT * FROM vault_state");
    revoke();
    attacked.execute("DELETE FROM vault_state");
    attacked.execute("INSERT INTO vault_state SELECT * FROM aside");
    attacked.execute("DROP TABLE aside");
    assertThatThrownBy(() -> physician.read(key))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("went back from generation");
  }

  @Test
  void policyOfOldPutBackInAClosedVault_doesNotOpen() throws Exception {
    attacked.execute("CREATE TABLE aside AS SELECT * FROM vault_state");
    revoke();
    vault.close();
    attacked.execute("CREATE TABLE newer AS SELECT * FROM vault_state");
    attacked.execute("DELETE FROM vault_state");
    attacked.execute("INSERT INTO vault_state SELECT * FROM aside");
    assertThatThrownBy(() -> Vault.open(database.location(), unlock))
        .isInstanceOf(VaultException.Tampered.class);
    assertThat(Vault.verifyRecords(database.location(), unlock).findings()).isNotEmpty();
    attacked.execute("DELETE FROM vault_state");
    attacked.execute("INSERT INTO vault_state SELECT * FROM newer");
    vault = Vault.open(database.location(), unlock);
    Session again = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    assertThatThrownBy(() -> again.read(key)).isInstanceOf(VaultException.AccessDenied.class);
  }

  private void revoke() {
    Administration admin = vault.administration(Actor.of("root", "admin"));
    admin.installPolicy(policy().replace("physician", "surgeon").getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> physician.read(key)).isInstanceOf(VaultException.AccessDenied.class);
  }

  private String policy() {
    return new String(
        vault.administration(Actor.of("root", "admin")).policy(), StandardCharsets.UTF_8);
  }
}
