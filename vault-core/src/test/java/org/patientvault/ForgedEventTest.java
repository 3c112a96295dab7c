package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.Report;
import org.patientvault.internal.ledger.RewrittenLog;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/**
 * Somebody with the database, the vault's keys and the publisher puts a false event into a node's
 * name: all of the log's own signatures are right, and the node's seal is not.
 */
@Tag("once")
@OnBothStores
class ForgedEventTest {
  private static final int FORGED = 20;

  @TempDir Path folder;

  @Test
  void falseEventInANodesName_isASealMismatch(TestDatabase database) throws SQLException {
    StoredLog log = StoredLog.make(database, folder, 1, 40);
    try (Vault vault = Vault.open(log.location(), StoredLog.PASSPHRASE)) {
      Engine engine = vault.engine();
      RewrittenLog.edit(
          database, engine.store, engine.keys.stateMac(), FORGED, ForgedEventTest::byAnother);
      vault.engine().publishing.now();
    }
    Report report = log.exportAndVerify();
    assertThat(report.lines())
        .anyMatch(line -> line.matches("SEAL MISMATCH node=\\S+ boot=[0-9a-f]{8} entries=[0-9.]+"));
    assertThat(report.lines()).noneMatch(line -> line.startsWith("CHANGED"));
    assertThat(report.exitCode().code()).isEqualTo(3);
  }

  private static byte[] byAnother(byte[] leaf) {
    String honest = new String(leaf, StandardCharsets.US_ASCII);
    String forged = honest.replaceFirst("\"a\":\"[^\"]{22}", "\"a\":\"" + "A".repeat(22));
    assertThat(forged).isNotEqualTo(honest);
    return forged.getBytes(StandardCharsets.US_ASCII);
  }
}
