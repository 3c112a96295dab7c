package org.patientvault.cli;

import java.util.List;
import org.patientvault.verify.Output;

/** What a demonstration on PostgreSQL needs, to copy. */
final class DemoNeeds {
  private static final List<String> WORDS =
      List.of(
          "a demonstration on PostgreSQL needs a database without a vault, whose owner it may log"
              + " in as; it starts no server; in psql, as a superuser:",
          "",
          "  CREATE ROLE vault_demo LOGIN PASSWORD 'choose one';",
          "  CREATE DATABASE vault_demo OWNER vault_demo ENCODING 'UTF8' TEMPLATE template0;",
          "",
          "then, in a shell, with the password in the first line of the file pw:",
          "",
          "  patientvault demo --postgres jdbc:postgresql://localhost:5432/vault_demo \\",
          "    --database-user vault_demo --database-password-file pw",
          "",
          "on Debian a server is there after: apt-get install -y postgresql",
          "what must be set on it: docs/postgresql.md; all that the demonstration makes goes"
              + " again");

  private DemoNeeds() {}

  static void say(Output output) {
    WORDS.forEach(output::say);
  }
}
