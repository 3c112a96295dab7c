package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.RecordSummary;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.Cable;
import org.patientvault.stores.Cut;
import org.patientvault.stores.PostgresDatabase;
import org.patientvault.stores.PostgresServer;

/**
 * P1 and P8 when a connection is cut during COMMIT, so that nobody here knows whether it happened:
 * what the caller is told fits both.
 */
@Tag("once")
class CutCommitTest {
  private static final int START_AND_READ = 2;
  private static final Map<String, Long> CONTENT = Map.of("status", 7L);

  @TempDir Path folder;
  private PostgresDatabase database;
  private Cable cable;
  private VaultOnServer onServer;
  private Vault vault;
  private Session session;

  /** What a test commits first is the first on its connection: the driver spells it out. */
  @BeforeEach
  void vaultBehindACable() {
    database = PostgresServer.shared().newDatabase();
    onServer = VaultOnServer.create(folder, database.location(), new Random(2026));
    cable = Cable.to(database.server().cluster().port());
    vault =
        Place.onServer(folder, database.locationAt(cable))
            .open(Place.options("node").withPublishEvery(Duration.ofDays(1)));
    session = vault.as(Place.PHYSICIAN, Purpose.TREAT);
  }

  @AfterEach
  void close() throws Exception {
    vault.close();
    cable.close();
    onServer.inspect();
    database.close();
  }

  /** The request to commit is lost: nothing was kept, and the same change can be made. */
  @Test
  void cutBeforeTheServerHearsOfTheCommit_keepsNothing() {
    RecordKey key = key("before");
    cable.cut(Cut.beforeCommit());
    assertIsToldToReadFirst(key);
    assertThat(session.records(key.patient())).extracting(RecordSummary::key).doesNotContain(key);
    assertThat(session.create(key, Content.values(CONTENT))).isEqualTo(1);
    onServer.acknowledged().addAll(List.of(new Ack.Written(key, 1, CONTENT)));
  }

  /** The answer is lost: the change was kept, and who reads first, as he is told, finds it. */
  @Test
  void cutBeforeTheAnswerToTheCommit_keepsTheChangeAndSaysThatItMay() {
    RecordKey key = key("after");
    cable.cut(Cut.afterCommit());
    assertIsToldToReadFirst(key);
    onServer.acknowledged().addAll(List.of(new Ack.Written(key, 1, CONTENT)));
    assertThat(Content.seeds(session.read(key))).isEqualTo(CONTENT);
    assertThatThrownBy(() -> session.create(key, Content.values(CONTENT)))
        .isInstanceOf(VaultException.Conflict.class);
  }

  /** The entry of a read whose answer is lost tells too much, never too little. */
  @Test
  void cutBeforeTheAnswerToAReadingCommit_releasesNothing() {
    long size = vault.auditTrail(Place.AUDITOR).size();
    cable.cut(Cut.afterCommit());
    assertThatThrownBy(() -> session.read(key("shared-0")))
        .isInstanceOf(VaultException.AuditUnavailable.class)
        .hasMessageContaining("nothing was released");
    assertThat(vault.auditTrail(Place.AUDITOR).size()).isEqualTo(size + START_AND_READ);
  }

  private void assertIsToldToReadFirst(RecordKey key) {
    assertThatThrownBy(() -> session.create(key, Content.values(CONTENT)))
        .isInstanceOf(VaultException.AuditUnavailable.class)
        .hasMessageContaining("read before you repeat a change");
  }

  private RecordKey key(String id) {
    return RecordKey.of(onServer.acknowledged().patients().get(0), Ack.TYPE, id);
  }
}
