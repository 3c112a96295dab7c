package org.patientvault;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.store.DatabaseLogin;
import org.patientvault.keys.SecretSource;

/**
 * The database that a table is moved in from; it is only read.
 *
 * @param url {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST:PORT/DATABASE}, never with a
 *     user or a password in it; towards another machine the server's certificate is checked
 * @param user the role to connect as to a PostgreSQL server; null for the user of the operating
 *     system, and for a file
 * @param password its password; null where a password file, a certificate or the server's own rule
 *     does
 */
public record MigrationSource(String url, @Nullable String user, @Nullable SecretSource password) {
  public MigrationSource {
    Objects.requireNonNull(url, "url");
  }

  /** Without a name to connect as. */
  public static MigrationSource of(String url) {
    return new MigrationSource(url, null, null);
  }

  DatabaseLogin login() {
    return new DatabaseLogin(user, password == null ? null : password::read);
  }

  @Override
  public String toString() {
    return "MigrationSource[" + url + "]";
  }
}
