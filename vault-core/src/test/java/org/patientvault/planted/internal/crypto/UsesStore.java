package org.patientvault.planted.internal.crypto;

import org.patientvault.planted.internal.store.Innocent;

/** A planted violation. */
final class UsesStore {
  Innocent rows;
}
