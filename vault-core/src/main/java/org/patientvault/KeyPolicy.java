package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * How old a key may become, and how much it may seal, until it is to be renewed. It warns and stops
 * nobody. Public: stored and exported in clear, its hash in the log.
 *
 * @param maxAge whole days, 1 to 36,500
 * @param maxSeals how many values under one key, at least one; AES-GCM with random nonces is safe
 *     for 2<sup>32</sup>
 */
public record KeyPolicy(Duration maxAge, long maxSeals) {
  private static final int MOST_DAYS = 36_500;
  private static final Pattern TEXT =
      Pattern.compile("\\{\"maxAgeDays\":([0-9]{1,6}),\"maxSeals\":([0-9]{1,12})\\}");

  public KeyPolicy {
    if (maxAge.toDays() < 1 || maxAge.toDays() > MOST_DAYS || maxSeals < 1) {
      throw new IllegalArgumentException(
          "a key lives for a day and a seal at least, and for " + MOST_DAYS + " days at most");
    }
  }

  /** A year, and 2<sup>31</sup> seals: half of what is safe. */
  public static KeyPolicy defaults() {
    return new KeyPolicy(Duration.ofDays(365), 1L << 31);
  }

  Bytes text() {
    String json = "{\"maxAgeDays\":" + maxAge.toDays() + ",\"maxSeals\":" + maxSeals + "}";
    return Bytes.wrap(json.getBytes(StandardCharsets.US_ASCII));
  }

  static KeyPolicy parse(Bytes text) {
    Matcher found = TEXT.matcher(new String(text.toArray(), StandardCharsets.US_ASCII));
    if (!found.matches()) {
      throw new VaultException.Tampered("the key policy is none");
    }
    try {
      return new KeyPolicy(
          Duration.ofDays(Long.parseLong(found.group(1))), Long.parseLong(found.group(2)));
    } catch (IllegalArgumentException e) {
      throw new VaultException.Tampered("the key policy is none", e);
    }
  }
}
