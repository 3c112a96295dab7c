package org.patientvault.internal.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * As whom to connect to a database server.
 *
 * @param user the database's role; null for the user of the operating system
 * @param password asked for at every new connection; the array is wiped afterwards. Null where a
 *     password file, a certificate or the server's own rule does
 */
public record DatabaseLogin(@Nullable String user, @Nullable Supplier<char[]> password) {
  public static final DatabaseLogin DEFAULT = new DatabaseLogin(null, null);

  @Override
  public String toString() {
    return user == null ? "the operating system's user" : user;
  }
}
