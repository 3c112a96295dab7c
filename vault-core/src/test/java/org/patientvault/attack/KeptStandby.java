package org.patientvault.attack;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.patientvault.stores.PostgresDatabase;

/** What a standby has that lags behind; it can take over. */
final class KeptStandby {
  private static final List<String> TABLES =
      List.of(
          "vault_state",
          "slot",
          "config",
          "request",
          "patient_key",
          "tombstone",
          "hold",
          "erasure",
          "patient_index",
          "record_index",
          "record_revision",
          "log_head",
          "log_entry",
          "log_detail",
          "log_subject",
          "log_checkpoint",
          "log_cosignature",
          "log_payload",
          "lease",
          "node",
          "job");

  private final PostgresDatabase database;

  private KeptStandby(PostgresDatabase database) {
    this.database = database;
  }

  /** It has all that is there now, and gets nothing more. */
  static KeptStandby of(PostgresDatabase database) throws SQLException {
    Scene.asSuperuser(
        database,
        "CREATE SCHEMA standby;"
            + forEach("CREATE TABLE standby.%1$s AS SELECT * FROM patientvault.%1$s;"));
    return new KeptStandby(database);
  }

  /** Every session ends; who connects finds what the standby has. */
  void takeOver() throws SQLException {
    Scene.asSuperuser(
        database,
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid();
        BEGIN; SET session_replication_role = replica;
        """
            + forEach(
                "DELETE FROM patientvault.%1$s;"
                    + "INSERT INTO patientvault.%1$s SELECT * FROM standby.%1$s;")
            + "COMMIT");
  }

  private static String forEach(String statement) {
    return TABLES.stream().map(statement::formatted).collect(Collectors.joining());
  }
}
