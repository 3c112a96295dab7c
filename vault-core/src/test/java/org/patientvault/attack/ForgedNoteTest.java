package org.patientvault.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Who can write rows can write a note with the right text; without signatures it signs nothing. */
@Tag("once")
@OnBothStores
class ForgedNoteTest {
  @TempDir Path folder;

  @Test
  void noteThatTheVaultDidNotSign_doesNotSilenceTheSigner(TestDatabase database) throws Exception {
    RecordKey key = Scene.founded(database);
    Vault vault = Scene.open(database, "a");
    Scene.physician(vault).read(key);
    forge(database);
    assertThatThrownBy(() -> vault.auditTrail(Scene.AUDITOR).export(folder.resolve("bundle")))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("a newest note that this vault did not sign");
    assertThatThrownBy(vault::close).isInstanceOf(VaultException.Tampered.class);
  }

  /** As if the head had been signed. */
  private static void forge(TestDatabase database) throws SQLException {
    Scene.runWith(
        database,
        "INSERT INTO log_checkpoint SELECT shard, size, 1, ?, frontier FROM log_head",
        claimedNote(database).getBytes(UTF_8));
  }

  private static String claimedNote(TestDatabase database) throws SQLException {
    try (Connection owner = database.connect();
        Statement statement = owner.createStatement();
        ResultSet head = statement.executeQuery("SELECT origin, size, root FROM log_head")) {
      head.next();
      String root = Base64.getEncoder().encodeToString(head.getBytes("root"));
      return head.getString("origin") + "\n" + head.getLong("size") + "\n" + root + "\n\n";
    }
  }
}
