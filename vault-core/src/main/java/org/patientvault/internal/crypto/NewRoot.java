package org.patientvault.internal.crypto;

import java.util.Arrays;
import java.util.List;

/** A root that no slot holds yet, and the keysets under it. Closing wipes it. */
public final class NewRoot implements AutoCloseable {
  private final byte[] root;
  private final List<WrappedKeyset> keysets;

  /** Takes {@code root} over. */
  NewRoot(byte[] root, List<WrappedKeyset> keysets) {
    this.root = root;
    this.keysets = List.copyOf(keysets);
  }

  /** The keyset, to be wrapped for slots; a copy, which the caller wipes. */
  public byte[] root() {
    return root.clone();
  }

  /** The next generation of every keyset. */
  public List<WrappedKeyset> keysets() {
    return keysets;
  }

  @Override
  public void close() {
    Arrays.fill(root, (byte) 0);
  }

  @Override
  public String toString() {
    return "NewRoot[" + keysets.size() + " keysets]";
  }
}
