package org.patientvault.planted.internal.store;

import org.patientvault.planted.internal.crypto.Innocent;

/** A planted violation. */
final class UsesCrypto {
  Innocent cipher;
}
