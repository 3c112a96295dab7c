package org.patientvault.stores;

import org.patientvault.keys.ProtectorUri;
import org.patientvault.keys.SecretSource;
import org.patientvault.keys.Unlock;

/** A passphrase whose new slots cost as little as is allowed: tests make thousands of them. */
public final class QuickPassphrase {
  private static final ProtectorUri LEAST = new ProtectorUri("passphrase:?memory-mib=19&passes=2");

  private QuickPassphrase() {}

  public static Unlock of(SecretSource passphrase) {
    return new Unlock(LEAST, passphrase);
  }
}
