package org.patientvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.audit.RetentionClass;
import org.patientvault.model.VaultException;
import org.patientvault.stores.OnBothStores;
import org.patientvault.stores.TestDatabase;

/** Whoever writes to the database cannot bring an older, shorter rule back into force. */
@Tag("once")
@OnBothStores
class RetentionRuleTamperedTest {
  private TestDatabase database;
  private ErasedLog log;

  @BeforeEach
  void halfAYearOnce_tenYearsNow(TestDatabase database) {
    this.database = database;
    log = new ErasedLog(database.location());
    try (Vault vault = log.later(10)) {
      LogRetention retention = vault.administration(ErasedLog.ADMIN).logRetention();
      retention.setRule(new RetentionRule(Map.of(RetentionClass.ACCESS, Duration.ofDays(180))));
      retention.setRule(new RetentionRule(Map.of(RetentionClass.ACCESS, Duration.ofDays(3650))));
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = database.connect()) {
      TestDatabase.execute(connection, statement);
    }
  }

  private void assertNothingExpires() {
    try (Vault vault = log.later(365)) {
      LogRetention retention = vault.administration(ErasedLog.ADMIN).logRetention();
      assertThatThrownBy(() -> retention.expire(count -> {}))
          .isInstanceOf(VaultException.Tampered.class)
          .hasMessageContaining("audit verify --records");
    }
    assertThat(log.findings()).noneMatch(line -> line.startsWith("DETAIL"));
  }

  @Test
  void olderRuleCopiedBehindTheNewest_isRefused_andFound() throws SQLException {
    sql(
        "INSERT INTO config (kind, version, body, log_shard, log_idx) SELECT kind, 3, body,"
            + " log_shard, log_idx FROM config WHERE kind = 'retention' AND version = 1");
    assertNothingExpires();
    assertThat(log.findings()).anyMatch(line -> line.startsWith("RETENTION CHANGED version=3 "));
  }

  @Test
  void newestRuleDeleted_isRefused_andFound() throws SQLException {
    sql("DELETE FROM config WHERE kind = 'retention' AND version = 2");
    assertNothingExpires();
    assertThat(log.findings()).anyMatch(line -> line.contains(" CHANGED expected="));
  }

  @Test
  void rulesOfSeveralLogs_areOneAfterTheOther() {
    try (Vault vault = log.later(0)) {
      Administration admin = vault.administration(ErasedLog.ADMIN);
      admin.closeLog();
      admin
          .logRetention()
          .setRule(new RetentionRule(Map.of(RetentionClass.ACCESS, Duration.ofDays(200))));
    }
    try (Vault vault = log.later(290)) {
      assertThat(vault.administration(ErasedLog.ADMIN).logRetention().expire(count -> {}))
          .containsEntry(RetentionClass.ACCESS, ErasedLog.ACCESSES);
    }
    assertThat(log.findings()).isEmpty();
  }
}
