package org.patientvault.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Session;
import org.patientvault.Vault;
import org.patientvault.model.Purpose;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.SmallDisk;

/** P8 when the disk under a server's tables is full, and has room again later. */
@Tag("once")
class FullTablespaceTest {
  private static final int DISK_MEGABYTES = 32;
  private static final int LEFT_BYTES = 500_000;

  @TempDir Path folder;
  private final Random random = new Random(2026);
  private SmallDisk disk;
  private PostgresServer server;
  private VaultOnServer onServer;

  @BeforeEach
  void vaultOnASmallDisk() throws Exception {
    disk = SmallDisk.ofMegabytes(DISK_MEGABYTES);
    server = PostgresServer.start();
    server.execute("CREATE TABLESPACE small LOCATION '" + disk.path() + "'");
    String location = server.newDatabase("TABLESPACE small").location();
    onServer = VaultOnServer.create(folder, location, random);
  }

  @AfterEach
  void close() {
    server.close();
    disk.close();
  }

  @Test
  void workOnAFullDisk_isRefusedLosesNothingAndGoesOnWhenThereIsRoom() throws Exception {
    HeardAcks heard = new HeardAcks();
    try (Vault vault = onServer.open("node");
        Shift shift = new Shift(vault, onServer.acknowledged().patients(), random, "full", heard)) {
      disk.fill(LEFT_BYTES);
      shift.work();
      heard.await("failed calls", 10, FullTablespaceTest::saysThatTheDiskIsFull);
      shift.rest();
      assertNothingIsReleased(vault.as(Place.PHYSICIAN, Purpose.TREAT));
      disk.makeRoom();
      int before = heard.size();
      shift.work();
      heard.await("writes", before, 20, ack -> ack instanceof Ack.Written);
      shift.rest();
    }
    List<Ack> acks = heard.takeNew();
    assertThat(acks)
        .allMatch(
            ack ->
                !(ack instanceof Ack.Failed failed)
                    || failed.isConflict()
                    || saysThatTheDiskIsFull(ack));
    onServer.acknowledged().addAll(acks);
    onServer.inspect();
  }

  private static boolean saysThatTheDiskIsFull(Ack ack) {
    return ack instanceof Ack.Failed failed
        && failed.why().contains("disk is full")
        && failed.why().contains("make room");
  }

  /** Room for an entry is found here and there for a while. */
  private void assertNothingIsReleased(Session session) {
    RecordKey key = RecordKey.of(onServer.acknowledged().patients().get(0), Ack.TYPE, "shared-0");
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                session.read(key);
              }
            })
        .isInstanceOf(VaultException.AuditUnavailable.class)
        .hasMessageContaining("nothing was released")
        .hasMessageContaining("disk is full");
  }
}
