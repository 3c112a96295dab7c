package org.patientvault.internal.store;

import java.util.List;
import org.patientvault.internal.store.PostgresConnections.Use;
import org.patientvault.model.VaultException;

/** The schema of a database that a vault's tables stand in. */
final class PostgresSchema {
  private PostgresSchema() {}

  /** Makes the schema, or takes an empty one that an administrator made. */
  static void make(Sql sql, PostgresLocation location) {
    String count =
        "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid ="
            + " c.relnamespace WHERE n.nspname = '"
            + PostgresDialect.SCHEMA
            + "'";
    if (sql.one(count, row -> row.getLong(1)).orElse(0L) > 0) {
      throw new VaultException.Refused(
          "there is a vault in database "
              + location
              + " already; a vault is never written over it; make another database for another"
              + " vault");
    }
    boolean there =
        sql.one(
                "SELECT to_regnamespace('" + PostgresDialect.SCHEMA + "') IS NOT NULL",
                row -> row.getBoolean(1))
            .orElse(false);
    if (!there) {
      sql.execute("CREATE SCHEMA " + PostgresDialect.SCHEMA);
    }
  }

  /** Refuses what would fail in the middle of the work, or compare texts in another way. */
  static void check(Sql sql, PostgresLocation location, Use use) {
    PostgresRights.check(sql, location, use);
    List<String> others =
        sql.all(
            """
            SELECT c.relname || '.' || a.attname FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND l.collname <> 'C' ORDER BY 1\
            """,
            row -> row.getString(1),
            PostgresDialect.SCHEMA);
    if (!others.isEmpty()) {
      throw new VaultException.UnsupportedFormat(
          "the database "
              + location
              + " compares texts by another collation than \"C\" in "
              + String.join(", ", others)
              + "; nothing was read or written; restore the tables as the vault made them");
    }
  }
}
