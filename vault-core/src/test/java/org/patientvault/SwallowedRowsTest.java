package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** A database that says yes and writes nothing: nothing may be released then (P1). */
@Tag("once")
@OnBothStores
class SwallowedRowsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"log_entry", "log_detail"})
  void insertsThatATriggerSwallows_releaseNothing(String table, TestDatabase database)
      throws Exception {
    try (OneRecord one = OneRecord.in(database, folder);
        Connection dba = database.connect()) {
      database.swallowInserts(dba, table);
      assertThatThrownBy(one::value)
          .isInstanceOf(VaultException.AuditUnavailable.class)
          .hasMessageContaining("nothing was released")
          .hasMessageContaining("triggers");
      database.dropSwallowing(dba, table);
      assertThat(one.value()).isEqualTo(OneRecord.VALUE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"record_revision", "record_index"})
  void aRowThatATriggerSwallows_isNotAcknowledged(String table, TestDatabase database)
      throws Exception {
    try (OneRecord one = OneRecord.in(database, folder);
        Connection dba = database.connect()) {
      database.swallowInserts(dba, table);
      RecordKey other = RecordKey.of(one.patient, "Observation", "other");
      assertThatThrownBy(() -> one.physician.create(other, OneRecord.fields("130/80")))
          .isInstanceOf(VaultException.AuditUnavailable.class);
      database.dropSwallowing(dba, table);
      one.physician.create(other, OneRecord.fields("130/80"));
      assertThat(one.findings()).isEmpty();
    }
  }

  @Test
  void aHeadThatDoesNotMove_releasesNothing(TestDatabase database) throws Exception {
    try (OneRecord one = OneRecord.in(database, folder);
        Connection dba = database.connect()) {
      database.swallowUpdates(dba, "log_head");
      assertThatThrownBy(one::value).isInstanceOf(VaultException.AuditUnavailable.class);
      database.dropSwallowing(dba, "log_head");
      assertThat(one.value()).isEqualTo(OneRecord.VALUE);
    }
  }
}
