package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.Administration;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresDatabase;

/** A standby that lagged behind takes over while two nodes work. */
@Tag("once")
class FailoverTest {
  private PostgresDatabase database;
  private RecordKey key;
  private Vault a;
  private Vault b;
  private KeptStandby standby;

  @BeforeEach
  void twoNodesAndAStandbyThatStaysBehind() throws SQLException {
    database = Scene.onServer();
    key = Scene.founded(database);
    a = Scene.open(database, "a");
    b = Scene.open(database, "b");
    Scene.physician(b).read(key);
    Scene.physician(a).read(key);
    standby = KeptStandby.of(database);
  }

  @AfterEach
  void close() {
    closeWhateverIsSaid(a);
    closeWhateverIsSaid(b);
    database.close();
  }

  /** A node that noticed the loss says so again when it is closed. */
  private static void closeWhateverIsSaid(Vault node) {
    try {
      node.close();
    } catch (VaultException e) {
      assertThat(e).isInstanceOf(VaultException.Tampered.class);
    }
  }

  /** Another node writes first, and the log is as long as it was before. */
  @Test
  void logThatGrewAgain_itsLossIsNoticed() throws SQLException {
    Scene.physician(a).create(Scene.another(key, "lost"), Scene.FIELDS);
    standby.takeOver();
    for (int i = 0; i < 3; i++) {
      Scene.physician(b).read(key);
    }
    Scene.physician(a).read(key);
    assertThat(a.signingTrouble().orElseThrow()).hasMessageContaining("went back");
  }

  @Test
  void recordThatWasLost_canBeWrittenAgain() throws SQLException {
    RecordKey lost = Scene.another(key, "lost");
    Scene.physician(a).create(lost, Scene.FIELDS);
    Scene.physician(a).read(lost);
    standby.takeOver();
    Scene.physician(a).read(key);
    assertThatThrownBy(() -> Scene.physician(a).read(lost))
        .isInstanceOf(VaultException.NotFound.class);
    Scene.physician(a).create(lost, Scene.FIELDS);
    assertThat(Scene.physician(a).read(lost).get("valueString").asText()).isEqualTo("120/80");
  }

  /** It may as well be an older policy that somebody put back: people decide. */
  @Test
  void policyThatWasLost_stopsEveryNodeUntilItsRestart() throws SQLException {
    Administration administration = Scene.administration(a);
    administration.installPolicy(administration.policy());
    Scene.physician(b).read(key);
    standby.takeOver();
    for (Vault node : List.of(a, b)) {
      assertThatThrownBy(() -> Scene.physician(node).read(key))
          .isInstanceOf(VaultException.Tampered.class)
          .hasMessageContaining("a standby that lagged behind took over")
          .hasMessageContaining("goes on after a restart");
    }
    try (Vault restarted = Scene.open(database, "restarted")) {
      Scene.physician(restarted).read(key);
    }
  }
}
