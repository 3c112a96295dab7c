package org.patientvault.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.patientvault.Vault;
import org.patientvault.model.RecordKey;
import org.patientvault.stores.PostgresDatabase;

/** A node says that it lives, each 10 s, while its first commit still goes on. */
@Tag("once")
class SlowFirstCommitTest {
  @Test
  void beatDuringTheFirstCommit_doesNotFailTheNext() throws Exception {
    try (PostgresDatabase database = Scene.onServer()) {
      RecordKey key = Scene.founded(database);
      try (Vault vault = Scene.open(database, "a")) {
        Scene.run(
            database,
            """
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN PERFORM pg_sleep(11); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON node DEFERRABLE INITIALLY DEFERRED
              FOR EACH ROW EXECUTE FUNCTION slow()\
            """);
        Scene.physician(vault).read(key);
        Scene.physician(vault).read(key);
        assertThat(Scene.number(database, "SELECT count(*) FROM node")).isEqualTo(1);
      }
    }
  }
}
