package org.patientvault.internal.store;

import java.util.List;
import org.patientvault.model.VaultException;

/**
 * Brings a database to the newest layout, one version after the other, each in a transaction. A
 * version never changes once released. Layout: docs/formats/storage-schema.md.
 */
final class Migrations {
  static final int NEWEST = 1;

  private Migrations() {}

  /** Applies what is missing; inside the caller's transaction. */
  static void apply(Sql sql) {
    int version = version(sql);
    if (version > NEWEST) {
      throw newer(version);
    }
    if (version < 1) {
      LayoutV1.STATEMENTS.forEach(sql::execute);
      sql.execute("PRAGMA user_version = 1");
      sql.execute("PRAGMA application_id = " + Dialect.APPLICATION_ID);
    }
  }

  /** Refuses a file that is no vault, or of a version this program does not know. */
  static void check(Sql sql, StoreLocation location) {
    int application = sql.one("PRAGMA application_id", row -> row.getInt(1)).orElse(0);
    if (application != Dialect.APPLICATION_ID) {
      List<String> tables = sql.all("SELECT name FROM sqlite_master", row -> row.getString(1));
      throw tables.isEmpty()
          ? new VaultException.StorageFailed(
              "no vault at " + location + "; patientvault init makes one")
          : new VaultException.UnsupportedFormat(
              "the file " + location + " is a database, but no vault");
    }
    if (version(sql) > NEWEST) {
      throw newer(version(sql));
    }
  }

  private static int version(Sql sql) {
    return sql.one("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
  }

  private static VaultException newer(int version) {
    return new VaultException.UnsupportedFormat(
        "the vault has layout "
            + version
            + ", this program knows up to "
            + NEWEST
            + "; use a newer patientvault");
  }
}
