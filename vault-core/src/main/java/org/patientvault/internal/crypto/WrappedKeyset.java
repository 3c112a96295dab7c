package org.patientvault.internal.crypto;

import org.patientvault.model.Bytes;

/**
 * One keyset as it is stored: encrypted under the root keyset and bound to its vault, name and
 * generation. Format: docs/formats/key-hierarchy.md.
 */
public record WrappedKeyset(String name, int generation, Bytes wrapped) {
  public WrappedKeyset {
    if (generation < 1) {
      throw new IllegalArgumentException("a keyset generation starts at 1, not " + generation);
    }
  }
}
