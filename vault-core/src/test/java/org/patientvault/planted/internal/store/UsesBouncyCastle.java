package org.patientvault.planted.internal.store;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** A planted violation. */
final class UsesBouncyCastle {
  BouncyCastleProvider provider;
}
