package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** P8 and P10 when another process keeps the right to write. */
@Tag("once")
@OnBothStores
class KeptLockTest {
  @Test
  void create_whileAnotherProcessKeepsTheLock_isRefusedInBoundedTimeAndWorksAfterwards(
      TestDatabase database, @TempDir Path folder) throws Exception {
    try (OneRecord one = OneRecord.in(database, folder);
        LockedDatabase other = new LockedDatabase(database)) {
      RecordKey key = RecordKey.of(one.patient, "Observation", "next");
      other.lock();
      assertThatThrownBy(() -> one.physician.create(key, OneRecord.fields("130/90")))
          .isInstanceOf(VaultException.AuditUnavailable.class)
          .hasMessageContaining("kept the ")
          .hasMessageContaining("nothing was released");
      other.unlock();
      one.physician.create(key, OneRecord.fields("130/90"));
      assertThat(one.physician.read(key).get(OneRecord.FIELD).asText()).isEqualTo("130/90");
      assertThat(one.findings()).isEmpty();
    }
  }
}
