package org.patientvault.internal.crypto;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.VaultException;

/**
 * Something made of keys, until it is dropped; then everybody who asks for it is told why.
 *
 * <p>Dropping takes the reference away. What the Java heap keeps of it until it is collected cannot
 * be wiped. Safe for use by several threads.
 */
final class Held<T> {
  private volatile @Nullable T value;

  /** Set before the value is taken away. */
  private volatile VaultException.@Nullable KeyUnavailable dropped;

  Held(T value) {
    this.value = value;
  }

  /**
   * @throws VaultException.KeyUnavailable when it was dropped
   */
  T get() {
    T held = value;
    if (held == null) {
      throw told();
    }
    return held;
  }

  /** A fresh exception each time: its trace is the caller's. */
  private VaultException.KeyUnavailable told() {
    VaultException.KeyUnavailable why = Objects.requireNonNull(dropped);
    return new VaultException.KeyUnavailable(why.reason(), String.valueOf(why.getMessage()), why);
  }

  boolean isThere() {
    return value != null;
  }

  void put(T other) {
    value = other;
  }

  void drop(VaultException.KeyUnavailable why) {
    dropped = why;
    value = null;
  }
}
