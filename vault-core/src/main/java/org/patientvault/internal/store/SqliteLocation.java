package org.patientvault.internal.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.model.VaultException;

/**
 * A vault in a file: its path, and at most the parameter {@code max_page_count}, SQLite's own bound
 * on the file's size.
 *
 * <p>The driver reads a path as part of a URL. One that it would not take as it stands is refused
 * as {@link VaultException.InvalidInput}: a {@code ?} begins parameters there, control characters
 * and blanks at the end are cut off. So what is opened is always the file that was named.
 */
public record SqliteLocation(Path file, OptionalInt maxPages) implements StoreLocation {
  private static final Pattern URL =
      Pattern.compile("jdbc:sqlite:([^?]+)(?:\\?max_page_count=(\\d{1,9}))?");
  private static final Pattern MISREAD = Pattern.compile("(?s).*(\\?|\\p{Cntrl}| \\z).*");

  public SqliteLocation {
    if (MISREAD.matcher(file.toString()).matches()) {
      throw new VaultException.InvalidInput(
          "a vault's path must not hold '?' or a control character, nor end with a blank; name"
              + " another");
    }
  }

  static SqliteLocation file(String path) {
    return new SqliteLocation(path(path), OptionalInt.empty());
  }

  static SqliteLocation parse(String text) {
    Matcher url = URL.matcher(text);
    if (!url.matches() || url.group(1).startsWith(":") || url.group(1).startsWith("file:")) {
      throw new VaultException.InvalidInput(
          "a vault's location is a file, jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE");
    }
    String pages = url.group(2);
    return new SqliteLocation(
        path(url.group(1)),
        pages == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(pages)));
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new VaultException.InvalidInput("a vault's location is not a path", e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
