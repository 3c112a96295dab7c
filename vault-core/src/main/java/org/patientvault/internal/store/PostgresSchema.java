package org.patientvault.internal.store;

import java.util.List;
import java.util.Set;
import org.patientvault.internal.store.PostgresConnections.Use;
import org.patientvault.model.VaultException;

/** The schema of a database that a vault's tables stand in. */
final class PostgresSchema {
  private static final String IN_THE_WAY =
      """
      SELECT what FROM (
        SELECT 'relation ' || c.relname || ' is no table' AS what FROM pg_catalog.pg_class c
          WHERE c.relnamespace = 'patientvault'::regnamespace AND c.relkind IN ('v', 'm', 'f')
        UNION ALL SELECT 'table ' || c.relname || ' is not logged, so that a crash empties it'
          FROM pg_catalog.pg_class c WHERE c.relnamespace = 'patientvault'::regnamespace AND c.relpersistence <> 'p'
        UNION ALL SELECT 'rule ' || rulename || ' on ' || tablename FROM pg_catalog.pg_rules
          WHERE schemaname = 'patientvault'
        UNION ALL SELECT 'row security on ' || c.relname FROM pg_catalog.pg_class c
          WHERE c.relnamespace = 'patientvault'::regnamespace AND c.relrowsecurity
        UNION ALL SELECT DISTINCT 'trigger ' || t.tgname FROM pg_catalog.pg_trigger t
          JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
          WHERE c.relnamespace = 'patientvault'::regnamespace AND NOT t.tgisinternal) AS found ORDER BY what\
      """;

  private static final Set<String> OURS =
      Set.of("trigger log_entry_is_never_changed", "trigger log_entry_is_never_emptied");

  private PostgresSchema() {}

  /** Makes the schema, or takes an empty one that an administrator made. */
  static void make(Sql sql, PostgresLocation location) {
    // Who makes one at the same time waits, and finds this one.
    sql.one("SELECT 1 FROM pg_advisory_xact_lock(hashtext('patientvault'))", row -> row.getInt(1));
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

  /**
   * Views, rules, policies and triggers can show one thing and do another. Whoever looks into a
   * vault that may be attacked looks all the same.
   */
  private static void checkNothingInTheWay(Sql sql, PostgresLocation location) {
    List<String> found =
        sql.all(IN_THE_WAY, row -> row.getString(1)).stream()
            .filter(each -> !OURS.contains(each))
            .toList();
    if (!found.isEmpty()) {
      throw new VaultException.Tampered(
          "something was put in the way of the vault's tables in database "
              + location
              + ": "
              + String.join(", ", found)
              + "; nothing was read or written; ask who made it, and drop it");
    }
  }

  /** Refuses what would fail in the middle of the work, or compare texts in another way. */
  static void check(Sql sql, PostgresLocation location, Use use) {
    PostgresRights.check(sql, location, use);
    if (use != Use.EXAMINING) {
      checkNothingInTheWay(sql, location);
    }
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
