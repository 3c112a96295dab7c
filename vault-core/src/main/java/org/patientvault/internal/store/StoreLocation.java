package org.patientvault.internal.store;

import java.util.regex.Pattern;
import org.patientvault.model.VaultException;

/**
 * Where a vault is: a file, a {@code jdbc:sqlite:} URL, or a {@code jdbc:postgresql:} URL.
 *
 * <p>Never holds a user or a password: a location stands in configuration, logs and messages.
 */
public sealed interface StoreLocation permits SqliteLocation, PostgresLocation {
  /** Reads a file path or URL. A password in it is refused, without repeating it. */
  static StoreLocation parse(String fileOrUrl) {
    if (holdsCredentials(fileOrUrl)) {
      throw new VaultException.InvalidInput(
          "a vault's location must not hold a user or password; nothing was opened");
    }
    if (!fileOrUrl.startsWith("jdbc:")) {
      return SqliteLocation.file(fileOrUrl);
    }
    if (fileOrUrl.startsWith("jdbc:postgresql:")) {
      return PostgresLocation.parse(fileOrUrl);
    }
    return SqliteLocation.parse(fileOrUrl);
  }

  private static boolean holdsCredentials(String location) {
    // sslkey names a file.
    String named = "(?i)(password|passwd|pwd|user|username|(?<!ssl)key|hexkey)=|://[^/?]*@";
    return Pattern.compile(named).matcher(location).find();
  }

  /** For messages: without parameters. */
  @Override
  String toString();
}
