package org.patientvault.cli;

import org.patientvault.keys.ProtectorUri;
import org.patientvault.keys.Protectors;
import org.patientvault.model.VaultException;

/**
 * A protector's URI that somebody wrote: a misspelled kind is said before a secret is asked for.
 */
final class KnownProtector {
  private KnownProtector() {}

  /**
   * @throws VaultException.InvalidInput when nothing is called so; the message names those there
   *     are
   */
  static ProtectorUri uri(String text) {
    ProtectorUri uri = new ProtectorUri(text);
    Protectors.of(uri.kind());
    return uri;
  }
}
