package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.audit.ExitCode;
import org.patientvault.audit.MerkleFrontier;
import org.patientvault.audit.MerkleHash;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.model.VaultException;
import org.patientvault.stores.Databases;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.OncePerStore;
import org.patientvault.stores.TestDatabase;

/**
 * The publisher's guards: it never signs a smaller or another tree than the one signed last,
 * whatever became of the database meanwhile, and never beside another publisher.
 */
@Tag("once")
@OnBothStores
class PublisherGuardsTest {
  private static StoredLog honest;

  @TempDir Path folder;
  private StoredLog log;

  @OncePerStore
  static void aSignedLog(TestDatabase database, @TempDir Path home) {
    honest = StoredLog.make(database, home, 1, 5);
  }

  @BeforeEach
  void aCopy(Databases databases) {
    log = honest.copy(databases, folder);
  }

  /** Log rows of an older copy beside checkpoints of today, as a careless restore leaves them. */
  @Test
  void olderLogRowsBesideNewerCheckpoints_areNotSigned() {
    long signed = log.number("SELECT max(size) FROM log_checkpoint");
    byte[] root = log.blob("SELECT root FROM log_head");
    byte[] frontier = log.blob("SELECT frontier FROM log_head");
    byte[] mac = log.blob("SELECT mac FROM log_head");
    try (Vault vault = Vault.open(log.location(), StoredLog.PASSPHRASE)) {
      admit(vault, "later");
    }
    long newest = log.number("SELECT max(size) FROM log_checkpoint");
    log.sql(
        "DELETE FROM log_entry WHERE idx >= " + signed,
        "DELETE FROM log_detail WHERE idx >= " + signed,
        "UPDATE log_head SET size = " + signed);
    log.sqlWith("UPDATE log_head SET root = ?", root);
    log.sqlWith("UPDATE log_head SET frontier = ?", frontier);
    log.sqlWith("UPDATE log_head SET mac = ?", mac);

    assertNothingIsSigned("has [0-9]+ entries, but " + newest + " were signed");
  }

  @Test
  void entryEditedBeforeItsFirstSignature_isNotSigned() {
    log.sql("DELETE FROM log_checkpoint WHERE size = (SELECT max(size) FROM log_checkpoint)");
    byte[] leaf = log.blob("SELECT leaf FROM log_entry ORDER BY idx DESC LIMIT 1");
    leaf[leaf.length - 5] ^= 1;
    log.sqlWith("UPDATE log_entry SET leaf = ? WHERE idx = (SELECT max(idx) FROM log_entry)", leaf);

    assertNothingIsSigned("does not hash to its own root at size [0-9]+");
  }

  @Test
  void lastSignedTreeExchanged_isNotSignedOn() {
    byte[] frontier = log.blob("SELECT frontier FROM log_checkpoint ORDER BY size DESC LIMIT 1");
    frontier[frontier.length - 1] ^= 1;
    log.sqlWith(
        "UPDATE log_checkpoint SET frontier = ?"
            + " WHERE size = (SELECT max(size) FROM log_checkpoint)",
        frontier);

    assertNothingIsSigned("was signed with another root at size [0-9]+");
  }

  /** As above, and grown to the very size that was signed: it is not taken for the signed one. */
  @Test
  void anotherTreeOfTheSignedSize_isNotTakenForSigned(TestDatabase database) {
    long signed = log.number("SELECT max(size) FROM log_checkpoint");
    byte[] note = log.blob("SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1");
    StoredLog other = StoredLog.make(database, makeFolder(), 1, 5);
    byte[] foreign = other.blob("SELECT root FROM log_head");
    assertThat(new String(note, java.nio.charset.StandardCharsets.UTF_8))
        .doesNotContain(java.util.Base64.getEncoder().encodeToString(foreign));
    assertThat(log.number("SELECT size FROM log_head")).isEqualTo(signed);
    log.sqlWith(
        "UPDATE log_checkpoint SET note = ? WHERE size = " + signed,
        other.blob("SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1"));

    Vault vault = Vault.open(log.location(), StoredLog.PASSPHRASE);
    assertThatThrownBy(vault.engine().publishing::now)
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("a newest note that this vault did not sign");
    assertThatThrownBy(vault::close).isInstanceOf(VaultException.Tampered.class);
  }

  private Path makeFolder() {
    Path made = folder.resolve("other");
    assertThat(made.toFile().mkdir()).isTrue();
    return made;
  }

  private void assertNothingIsSigned(String why) {
    long before = log.number("SELECT max(size) FROM log_checkpoint");
    Vault vault = Vault.open(log.location(), StoredLog.PASSPHRASE);
    try {
      admit(vault, "after the attack");
      assertThatThrownBy(vault.engine().publishing::now)
          .isInstanceOf(VaultException.Tampered.class)
          .hasMessageMatching("(?s)nothing was signed: the log " + why + "\\. Keep this file.*");
    } finally {
      assertThatThrownBy(vault::close).isInstanceOf(VaultException.Tampered.class);
    }
    assertThat(log.number("SELECT max(size) FROM log_checkpoint")).isEqualTo(before);
  }

  /** Another history with a tree that fits, and no checkpoint left to contradict it. */
  @Test
  void historyWrittenByHand_isNeitherContinuedNorSigned() {
    byte[] leaf = log.blob("SELECT leaf FROM log_entry ORDER BY idx DESC LIMIT 1");
    leaf[leaf.length - 5] ^= 1;
    log.sqlWith("UPDATE log_entry SET leaf = ? WHERE idx = (SELECT max(idx) FROM log_entry)", leaf);
    MerkleFrontier tree = new MerkleFrontier();
    long size = log.number("SELECT size FROM log_head");
    for (long i = 0; i < size; i++) {
      byte[] entry = log.blob("SELECT leaf FROM log_entry WHERE idx = " + i);
      tree.append(new MerkleHash().leaf(entry));
    }
    log.sqlWith("UPDATE log_head SET root = ?", tree.root().toArray());
    log.sqlWith("UPDATE log_head SET frontier = ?", tree.encode().toArray());
    log.sql("DELETE FROM log_checkpoint");

    assertThatThrownBy(() -> Vault.open(log.location(), StoredLog.PASSPHRASE))
        .isInstanceOf(VaultException.Tampered.class)
        .hasMessageContaining("the log's head or the state beside it was changed by somebody");
    assertThat(log.number("SELECT count(*) FROM log_checkpoint")).isZero();
    assertThat(Vault.verifyRecords(log.location(), StoredLog.PASSPHRASE).findings())
        .anyMatch(line -> line.startsWith("LOG HEAD CHANGED "));
  }

  @Test
  void headChangedUnderAnOpenVault_isNotContinued() {
    try (Vault vault = Vault.open(log.location(), StoredLog.PASSPHRASE)) {
      admit(vault, "before");
      byte[] mac = log.blob("SELECT mac FROM log_head");
      log.sqlWith("UPDATE log_head SET mac = ?", new byte[37]);
      assertThatThrownBy(() -> admit(vault, "during")).isInstanceOf(VaultException.class);
      log.sqlWith("UPDATE log_head SET mac = ?", mac);
      admit(vault, "after");
    }
    assertThat(log.exportAndVerify().exitCode()).isEqualTo(ExitCode.VERIFIED);
  }

  @Test
  void leaseOfAnother_isWaitedFor() {
    long soon = System.currentTimeMillis() + 60_000;
    try (Vault vault = Vault.open(log.location(), StoredLog.PASSPHRASE)) {
      admit(vault, "waits");
      log.sql(
          "INSERT INTO lease VALUES ('publisher', 'another process', "
              + soon
              + ")"
              + " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder,"
              + " expires_ms = excluded.expires_ms");
      assertThatThrownBy(vault.engine().publishing::now)
          .isInstanceOf(VaultException.StorageFailed.class)
          .hasMessageContaining("another process holds the right to sign");
      log.sql("DELETE FROM lease");
      vault.engine().publishing.now();
    }
    assertThat(log.exportAndVerify().exitCode()).isEqualTo(ExitCode.VERIFIED);
  }

  /** What a clock that was a year ahead leaves behind. */
  @Test
  void leaseFromTheFuture_holdsNobodyUp() {
    long nextYear = System.currentTimeMillis() + TimeUnit.DAYS.toMillis(365);
    log.sql("INSERT INTO lease VALUES ('publisher', 'a wrong clock', " + nextYear + ")");
    try (Vault vault = Vault.open(log.location(), StoredLog.PASSPHRASE)) {
      admit(vault, "is signed");
      vault.engine().publishing.now();
    }
    assertThat(log.exportAndVerify().exitCode()).isEqualTo(ExitCode.VERIFIED);
  }

  @Test
  void twoPublishersAtOnce_signOneHistory() throws Exception {
    ExecutorService both = Executors.newFixedThreadPool(2);
    try (Vault one = Vault.open(log.location(), StoredLog.PASSPHRASE);
        Vault other = Vault.open(log.location(), StoredLog.PASSPHRASE)) {
      List<Future<?>> running = new ArrayList<>();
      for (Vault vault : List.of(one, other)) {
        running.add(both.submit(() -> writeAndSign(vault)));
      }
      for (Future<?> each : running) {
        each.get(5, TimeUnit.MINUTES);
      }
    } finally {
      both.shutdownNow();
    }
    assertThat(log.exportAndVerify().exitCode()).isEqualTo(ExitCode.VERIFIED);
    assertThat(Vault.verifyRecords(log.location(), StoredLog.PASSPHRASE).findings()).isEmpty();
  }

  private static void writeAndSign(Vault vault) {
    for (int i = 0; i < 15; i++) {
      admit(vault, vault.hashCode() + "-" + i);
      vault.engine().publishing.now();
    }
  }

  private static void admit(Vault vault, String mrn) {
    vault
        .as(Actor.of("dr.lea", "physician"), Purpose.TREAT)
        .admit(new PatientIdentifier("urn:mrn", mrn));
  }
}
