package org.patientvault.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.Vault;
import org.patientvault.model.Actor;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** A trigger changes a policy while an administrator installs it. */
@Tag("once")
@OnBothStores
class ChangedPolicyTest {
  @Test
  void policyThatATriggerChanges_isNotInForceOnAnyNode(TestDatabase database) throws Exception {
    RecordKey key = Scene.founded(database);
    try (Vault a = Scene.open(database, "a");
        Vault b = Scene.open(database, "b");
        Connection dba = database.connect()) {
      byte[] policy = Scene.administration(a).policy();
      Scene.run(database, "CREATE TABLE kept AS SELECT body FROM config WHERE kind = 'policy'");
      Scene.runWith(database, "UPDATE kept SET body = ?", openToAll(policy));
      database.afterInserts(dba, "config", "UPDATE config SET body = (SELECT body FROM kept)");
      installIfItWorks(a, policy);
      for (Vault node : List.of(a, b)) {
        assertThatThrownBy(() -> clerk(node, key)).isInstanceOf(VaultException.class);
      }
    }
  }

  private static byte[] openToAll(byte[] policy) {
    String open =
        new String(policy, UTF_8).replace("classes: [administrative, contact]", "classes: any");
    assertThat(open).isNotEqualTo(new String(policy, UTF_8));
    return open.getBytes(UTF_8);
  }

  private static void installIfItWorks(Vault vault, byte[] policy) {
    try {
      Scene.administration(vault).installPolicy(policy);
    } catch (VaultException e) {
      assertThat(e)
          .isInstanceOfAny(VaultException.Tampered.class, VaultException.StorageFailed.class);
    }
  }

  private static void clerk(Vault node, RecordKey key) {
    node.as(Actor.of("c.clerk", "clerk"), Purpose.PATADMIN).read(key);
  }
}
