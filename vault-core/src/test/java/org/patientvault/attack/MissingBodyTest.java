package org.patientvault.attack;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.stores.PostgresDatabase;

/** As {@link BrokenRowInABatchTest}, with a row that SQLite does not take. */
@Tag("once")
class MissingBodyTest {
  @Test
  void rowWithoutABody_failsNobodyElse() throws Exception {
    try (PostgresDatabase database = Scene.onServer()) {
      BrokenRowInABatchTest.assertFailsNobodyElse(
          database,
          Scene.founded(database),
          "ALTER TABLE record_revision ALTER body DROP NOT NULL",
          "UPDATE record_revision SET body = NULL" + BrokenRowInABatchTest.NEWEST);
    }
  }
}
