package org.patientvault.stores;

import java.util.ArrayDeque;
import java.util.Deque;

/** The databases of one test, or of all tests of a class: they go with it. */
public final class Databases implements AutoCloseable {
  private final Stores store;
  private final Deque<TestDatabase> made = new ArrayDeque<>();

  Databases(Stores store) {
    this.store = store;
  }

  public Stores store() {
    return store;
  }

  public TestDatabase fresh() {
    return kept(store.fresh());
  }

  public TestDatabase copyOf(TestDatabase database) {
    return kept(database.copy());
  }

  private TestDatabase kept(TestDatabase database) {
    made.push(database);
    return database;
  }

  @Override
  public void close() {
    while (!made.isEmpty()) {
      made.pop().close();
    }
  }
}
