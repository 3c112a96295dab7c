package org.patientvault.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.patientvault.Administration;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.model.VaultException;
import org.patientvault.stores.PostgresServer;
import org.patientvault.stores.TestDatabase;

/** What the server refuses to one of a batch is refused to that one alone. */
class RefusedInABatchTest {
  @TempDir Path folder;

  @Test
  void changeThatTheRoleMayNotMake_leavesTheOthersOfItsBatchAlone() throws Exception {
    Clinic clinic = Clinic.on(PostgresServer.shared(), folder);
    DatabaseUser.makeRoles(clinic.database);
    DatabaseUser application = DatabaseUser.as("application", clinic.database);
    RecordKey written = RecordKey.of(clinic.key.patient(), "Observation", "other");
    try (Vault vault = clinic.openAs(application);
        Connection other = clinic.database.connect()) {
      Administration admin = vault.administration(Clinic.ADMIN);
      byte[] policy = admin.policy();
      assertThat(clinic.value(vault)).isEqualTo(Clinic.VALUE);
      TestDatabase.execute(other, clinic.database.lock());
      FutureTask<?> first = start(() -> clinic.value(vault), false);
      List<FutureTask<?>> batch = new ArrayList<>();
      batch.add(start(() -> clinic.value(vault), true));
      batch.add(start(() -> admin.installPolicy(policy), true));
      batch.add(
          start(() -> Clinic.physician(vault).create(written, Clinic.fields("130/80")), true));
      long size = number(other, "SELECT size FROM log_head");
      TestDatabase.execute(other, "ROLLBACK");

      assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(Clinic.VALUE);
      assertThat(batch.get(0).get(1, TimeUnit.MINUTES)).isEqualTo(Clinic.VALUE);
      assertThatThrownBy(() -> batch.get(1).get(1, TimeUnit.MINUTES))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(VaultException.Refused.class)
          .hasMessageContaining("the database user may not do this");
      assertThat(batch.get(2).get(1, TimeUnit.MINUTES)).isEqualTo(1);
      // The first alone, and one transaction for the entries of the other three.
      assertThat(
              number(
                  other, "SELECT count(DISTINCT xmin::text) FROM log_entry WHERE idx >= " + size))
          .isEqualTo(2);
      assertThat(number(other, "SELECT count(*) FROM log_entry WHERE idx >= " + size)).isEqualTo(4);
    }
    assertThat(clinic.findings()).isEmpty();
    clinic.database.close();
  }

  /** Comes back when the call waits in the database, or for its turn behind one that does. */
  private static FutureTask<?> start(Callable<?> call, boolean behindAnother) {
    FutureTask<?> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "caller");
    thread.setDaemon(true);
    thread.start();
    String where = behindAnother ? ".ledger.Ledger" : ".ledger.Committer";
    while (thread.isAlive() && !isIn(thread, where, behindAnother)) {
      Thread.onSpinWait();
    }
    return task;
  }

  private static boolean isIn(Thread thread, String where, boolean waiting) {
    boolean there =
        Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().endsWith(where));
    return there && (!waiting || thread.getState() == Thread.State.TIMED_WAITING);
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
