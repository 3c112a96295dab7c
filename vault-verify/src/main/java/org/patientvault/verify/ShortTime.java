package org.patientvault.verify;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.model.VaultException;

/** A length of time as somebody types it: {@code 30s}, {@code 5m}, {@code 12h}, {@code 1d}. */
final class ShortTime {
  private static final Pattern SPELLING = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

  private ShortTime() {}

  static Duration parse(String text) {
    Matcher matcher = SPELLING.matcher(text);
    if (!matcher.matches()) {
      throw new VaultException.InvalidInput(
          "not a length of time: say a number with s, m, h or d, such as 30s, 5m, 12h or 1d");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
