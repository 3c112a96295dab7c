package org.patientvault.audit;

import java.util.Optional;
import org.patientvault.model.Bytes;

/** The text in a bundle that an entry names, for who reads what it says. */
final class NamedText {
  static final int MOST_BYTES = 64 << 10;

  private NamedText() {}

  /** Empty where it is missing, was changed or is too long, which is told as that. */
  static Optional<byte[]> of(BundleFiles files, Bytes sha256) {
    return files
        .read(TilePath.payload(sha256.hex()), MOST_BYTES)
        .filter(text -> Bytes.wrap(MerkleHash.sha256().digest(text)).equals(sha256));
  }
}
