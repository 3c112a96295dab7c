package org.patientvault.keys;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.patientvault.model.VaultException;

/**
 * Names what protects a slot: {@code passphrase:} or {@code keystore:/path/ks.p12?alias=kek}.
 *
 * <p>A new passphrase slot may cost more or less to guess: {@code
 * passphrase:?memory-mib=256&passes=4}; 19 to 1,024 MiB, 2 to 16 passes.
 *
 * <p>Stored and printed in clear, so it never holds a secret: a part that looks like one is refused
 * with {@link VaultException.InvalidInput}, and the message does not repeat it. Percent-encoding is
 * read in the path and in parameters' values.
 */
public record ProtectorUri(String text) {
  private static final int MAX_CHARACTERS = 4096;
  private static final Pattern KIND = Pattern.compile("([a-z][a-z0-9-]{0,31}):.*");
  private static final Pattern SECRET =
      Pattern.compile(
          "[?&;:]([a-z_-]*(?:password|passwd|passphrase|secret)[a-z_-]*"
              + "|pin|pin-value|pwd|storepass|keypass)=",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PASSPHRASE =
      Pattern.compile("passphrase:(?:\\?memory-mib=[0-9]{1,4}&passes=[0-9]{1,2})?");

  public ProtectorUri {
    if (text.length() > MAX_CHARACTERS || text.chars().anyMatch(Character::isISOControl)) {
      throw new VaultException.InvalidInput(
          "a protector URI has at most "
              + MAX_CHARACTERS
              + " characters and no control characters");
    }
    if (!KIND.matcher(text).matches()) {
      throw new VaultException.InvalidInput(
          "a protector URI starts with its kind and a colon, such as passphrase: or keystore:");
    }
    refuseSecrets(text);
    parameters(text);
  }

  private static void refuseSecrets(String text) {
    Matcher secret = SECRET.matcher(text);
    if (secret.find()) {
      throw new VaultException.InvalidInput(
          "a protector URI holds no secret, but has the parameter '" + secret.group(1) + "'");
    }
    if (text.startsWith("passphrase:") && !PASSPHRASE.matcher(text).matches()) {
      throw new VaultException.InvalidInput(
          "the protector URI passphrase: stands alone, or before numbers that say what a guess"
              + " costs, as ?memory-mib=256&passes=4; the passphrase itself is asked for");
    }
  }

  /** {@code passphrase:} at the standard cost, 64 MiB and 3 passes. */
  public static ProtectorUri passphrase() {
    return new ProtectorUri("passphrase:");
  }

  /** {@code keystore:} with {@code path} and {@code alias} percent-encoded where need be. */
  public static ProtectorUri keystore(Path path, String alias) {
    return new ProtectorUri("keystore:" + encode(path.toString()) + "?alias=" + encode(alias));
  }

  /** The part before the first colon. */
  public String kind() {
    return text.substring(0, text.indexOf(':'));
  }

  /** The part between the kind and the parameters. */
  public String path() {
    int end = text.indexOf('?');
    return decode(text.substring(text.indexOf(':') + 1, end < 0 ? text.length() : end));
  }

  /** The decoded value of one parameter; empty when it is not there. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters(text).get(name));
  }

  /**
   * For providers: refuses every parameter that is not among {@code known}.
   *
   * @throws VaultException.InvalidInput that names the unknown one
   */
  public void requireOnly(String... known) {
    for (String name : parameters(text).keySet()) {
      if (!List.of(known).contains(name)) {
        throw new VaultException.InvalidInput(
            kind() + ": has no parameter '" + name + "'; it takes " + String.join(", ", known));
      }
    }
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    int start = text.indexOf('?');
    if (start < 0) {
      return parameters;
    }
    for (String pair : text.substring(start + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1 || parameters.containsKey(pair.substring(0, equals))) {
        throw new VaultException.InvalidInput(
            "parameters of a protector URI are name=value, each name once");
      }
      parameters.put(pair.substring(0, equals), decode(pair.substring(equals + 1)));
    }
    return parameters;
  }

  private static String encode(String plain) {
    return URLEncoder.encode(plain, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  private static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput("a percent sign in a protector URI is written %25", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
