package org.patientvault.cli;

import org.patientvault.keys.ProtectorUri;
import org.patientvault.keys.Protectors;
import org.patientvault.keys.Unlock;
import org.patientvault.model.VaultException;

/**
 * A protector's URI that somebody wrote: a misspelled kind is said before a secret is asked for.
 */
final class KnownProtector {
  private KnownProtector() {}

  /**
   * @throws VaultException.InvalidInput when nothing is called so, and then the message names those
   *     there are; or when it is a recovery key's
   */
  static ProtectorUri uri(String text) {
    ProtectorUri uri = new ProtectorUri(text);
    Protectors.of(uri.kind());
    if (uri.kind().equals(Unlock.RECOVERY)) {
      throw new VaultException.InvalidInput(
          "a recovery key has commands of its own: patientvault recovery --help");
    }
    return uri;
  }
}
