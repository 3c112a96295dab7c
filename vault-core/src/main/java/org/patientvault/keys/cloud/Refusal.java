package org.patientvault.keys.cloud;

import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException.KeyUnavailable;
import org.patientvault.model.VaultException.KeyUnavailable.Reason;

/**
 * Says why a key service did not do it, in our own words.
 *
 * <p>Without causes: an SDK's exception quotes what the service answered, and the service was sent
 * a keyset or a token that it may repeat. The kind of the exception is named instead.
 */
final class Refusal {
  private static final int MAX_CAUSES = 20;

  private Refusal() {}

  static KeyUnavailable wrongSecret(String key, String why) {
    return of(Reason.WRONG_SECRET, key, why);
  }

  static KeyUnavailable notThere(String key) {
    return of(Reason.NOT_THERE, key, "is not there; a vault makes none, its administrator does");
  }

  static KeyUnavailable disabled(String key) {
    return of(Reason.DISABLED, key, "is disabled, or on its way to be destroyed");
  }

  static KeyUnavailable unsafe(String key, String why) {
    return of(Reason.UNSAFE, key, why);
  }

  static KeyUnavailable outOfReach(String key, String why) {
    return of(Reason.OUT_OF_REACH, key, "could not be asked: " + why);
  }

  static KeyUnavailable untrustedServer(String key) {
    return other(key, "was not asked: this machine does not trust the server's certificate");
  }

  static KeyUnavailable other(String key, String why) {
    return of(Reason.OTHER, key, why);
  }

  private static KeyUnavailable of(Reason reason, String key, String why) {
    return new KeyUnavailable(reason, "the key " + key + " " + why, null);
  }

  /** The kind of the innermost exception, such as ConnectException. */
  static String kind(Throwable thrown) {
    return innermost(thrown).getClass().getSimpleName();
  }

  private static Throwable innermost(Throwable thrown) {
    Throwable at = thrown;
    for (int i = 0; i < MAX_CAUSES; i++) {
      Throwable cause = at.getCause();
      if (cause == null) {
        return at;
      }
      at = cause;
    }
    return at;
  }

  /** The first of {@code type} among {@code thrown} and its causes. */
  static <T extends Throwable> @Nullable T find(Class<T> type, Throwable thrown) {
    Throwable at = thrown;
    for (int i = 0; i < MAX_CAUSES && at != null; i++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }
}
