package org.patientvault.keys.cloud;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.patientvault.model.VaultException;

/**
 * A token of Vault or OpenBao, checked to be one before it travels.
 *
 * <p>A passphrase that is given by mistake must not: a caller who has one secret at hand may try it
 * on every slot. So only what has the shape of a service or batch token is sent. Kept as a string,
 * as the JDK's HTTP client wants it; that cannot be wiped.
 */
final class TransitToken {
  private static final Pattern FORM =
      Pattern.compile("(?:hv[sbr]|[sbr])\\.[A-Za-z0-9_-]{20,1024}(?:\\.[A-Za-z0-9]{1,16})?");

  private final String token;

  private TransitToken(String token) {
    this.token = token;
  }

  /** Wipes {@code secret}. */
  static TransitToken of(String key, char[] secret) {
    try {
      String token = new String(secret);
      if (!FORM.matcher(token).matches()) {
        throw new VaultException.KeyUnavailable(
            VaultException.KeyUnavailable.Reason.WRONG_SECRET,
            "the key "
                + key
                + " was not asked: the secret at hand is no token of Vault, which begins with"
                + " hvs. or s. and was made by it",
            null);
      }
      return new TransitToken(token);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  String header() {
    return token;
  }

  @Override
  public String toString() {
    return "TransitToken";
  }
}
