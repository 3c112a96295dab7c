package org.patientvault.stores;

import java.util.List;

/** The kinds of database that a vault can be in. */
public enum Stores {
  SQLITE("SQLite") {
    @Override
    public TestDatabase fresh() {
      return new SqliteDatabase();
    }
  },
  POSTGRES("PostgreSQL") {
    @Override
    public TestDatabase fresh() {
      return PostgresServer.shared().newDatabase();
    }
  };

  /** Those that {@link OnBothStores} runs on. */
  static final List<Stores> TESTED = List.of(SQLITE, POSTGRES);

  private final String product;

  Stores(String product) {
    this.product = product;
  }

  /** An empty place; the caller closes it. */
  public abstract TestDatabase fresh();

  @Override
  public String toString() {
    return product;
  }
}
