package org.patientvault;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.RequestKind;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Who sets the clock back does not bring an expired approval back to life. */
@Tag("once")
@OnBothStores
class ClockSetBackTest {
  @TempDir Path folder;

  @Test
  void requestThatExpired_staysSo(TestDatabase database) {
    TwoAdministrators two = new TwoAdministrators(database.location(), folder);
    byte[] policy;
    String id;
    try (Vault vault = two.open()) {
      policy = TwoAdministrators.policy(vault, "doctor");
      id = two.agreed(vault, RequestKind.POLICY_INSTALL, Approvals.forText(policy));
      two.pass(Duration.ofDays(4));
      // Somebody works, and the log has the time.
      vault.administration(TwoAdministrators.ACTOR).approvals().show(id);
    }
    two.pass(Duration.ofDays(-3));
    try (Vault vault = two.open()) {
      assertThatThrownBy(() -> TwoAdministrators.under(vault, id).installPolicy(policy))
          .isInstanceOf(VaultException.Refused.class)
          .hasMessageContaining("expired");
    }
  }
}
