package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.keys.Unlock;
import org.patientvault.model.Actor;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.Purpose;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Examining a vault and exporting its log waits for nobody, and sees what was committed. */
@OnBothStores
@Tag("once")
class ExaminationTest {
  @TempDir Path folder;
  private TestDatabase database;
  private Unlock unlock;

  @BeforeEach
  void places(TestDatabase fresh) {
    database = fresh;
    unlock = Unlock.keystore(folder.resolve("a.p12"), "kek", "correct horse battery"::toCharArray);
  }

  @Test
  void examination_ofAVaultInUse_seesItsNewestEntries() {
    try (Vault vault = used()) {
      RecordsReport report = Vault.verifyRecords(database.location(), unlock);
      assertThat(report.findings()).isEmpty();
      used(vault);
      assertThat(Vault.verifyRecords(database.location(), unlock).rows())
          .isGreaterThan(report.rows());
    }
  }

  @Test
  void export_whileAllReadersAreBusy_waitsForNone() throws InterruptedException {
    try (Vault vault = used()) {
      vault.engine().publishing.now();
      CountDownLatch busy = new CountDownLatch(4);
      CountDownLatch enough = new CountDownLatch(1);
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread reader = new Thread(() -> vault.engine().store.read(rows -> hold(busy, enough)));
        reader.start();
        readers.add(reader);
      }
      busy.await();
      LogExport.write(
          vault.engine().store,
          vault.engine().shard().number(),
          folder.resolve("bundle"),
          0,
          Optional.empty());
      enough.countDown();
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(folder.resolve("bundle/checkpoint")).isNotEmptyFile();
    }
  }

  private static boolean hold(CountDownLatch busy, CountDownLatch enough) {
    busy.countDown();
    try {
      enough.await();
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Vault used() {
    Vault vault = Vault.create(database.location(), unlock);
    used(vault);
    return vault;
  }

  private static void used(Vault vault) {
    Session session = vault.as(Actor.of("dr.lea", "physician"), Purpose.TREAT);
    session.admit(new PatientIdentifier("urn:mrn", vault.engine().newId()));
  }
}
