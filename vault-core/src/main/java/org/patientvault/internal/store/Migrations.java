package org.patientvault.internal.store;

import org.patientvault.model.VaultException;

/**
 * Brings a database to the newest layout, one version after the other, each in a transaction. A
 * version never changes once released. Layout: docs/formats/storage-schema.md.
 */
final class Migrations {
  static final int NEWEST = 1;

  private Migrations() {}

  /** Applies what is missing; inside the caller's transaction. */
  static void apply(Sql sql, Dialect dialect) {
    int layout = dialect.layout(sql);
    check(layout);
    if (layout < 1) {
      LayoutV1.TABLES.forEach(table -> sql.execute(dialect.table(table)));
      dialect.guards().forEach(sql::execute);
      dialect.setLayout(sql, 1);
    }
  }

  /** Refuses a layout that this program does not know. */
  static void check(int layout) {
    if (layout > NEWEST) {
      throw new VaultException.UnsupportedFormat(
          "the vault has layout "
              + layout
              + ", this program knows up to "
              + NEWEST
              + "; use a newer patientvault");
    }
  }
}
