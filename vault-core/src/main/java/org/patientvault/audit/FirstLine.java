package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.model.VaultException;

/** The first line of a file that somebody keeps: what it is, and the version of its form. */
final class FirstLine {
  private static final Pattern LINE = Pattern.compile("([a-z-]{1,60} v)[0-9]{1,9}\n");
  private static final int LONGEST = 80;

  private FirstLine() {}

  /**
   * Tells a file of a version that is not known from one that is none at all.
   *
   * @param known the line that is known, without its end
   * @throws VaultException.UnsupportedFormat when {@code file} begins with that line but for the
   *     number
   */
  static void requireKnownVersion(byte[] file, String known) {
    int length = Math.min(file.length, LONGEST);
    Matcher line = LINE.matcher(new String(file, 0, length, StandardCharsets.ISO_8859_1));
    if (line.lookingAt() && known.startsWith(line.group(1)) && !line.group().equals(known + "\n")) {
      throw new VaultException.UnsupportedFormat(
          "this is a file of \""
              + line.group().strip()
              + "\", and this program knows \""
              + known
              + "\"; use a newer patientvault");
    }
  }
}
