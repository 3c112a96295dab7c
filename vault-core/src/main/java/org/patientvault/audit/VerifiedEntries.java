package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The entries of a bundle that was verified, in their order.
 *
 * <p>Each is hashed while it is handed out, and the tree over all of them is held against the
 * verified one at the end: a file that was changed since the verification gives no answer. Holds
 * one tile of entries in memory.
 */
public final class VerifiedEntries {
  private static final int MOST_BUNDLE_BYTES = TilePath.FULL * (Entry.MAX_BYTES + 2);

  /** More than the text of any erasure; of a longer one the digest is another. */
  private static final int MOST_TEXT_BYTES = 1 << 20;

  private final BundleFiles files;
  private final BundleShape shape;
  private final Sink sink;
  private final MerkleHash hash = new MerkleHash();
  private final MerkleFrontier tree = new MerkleFrontier();

  /** Takes one entry after the other; believes none before {@link #stream} came back. */
  @FunctionalInterface
  public interface Sink {
    /** One entry and its place in the log. */
    void take(long index, Entry entry);
  }

  private VerifiedEntries(Path bundle, long size, Sink sink) {
    this.files = new BundleFiles(bundle);
    this.shape = new BundleShape(size);
    this.sink = sink;
  }

  /**
   * Hands every entry of {@code bundle} to {@code sink}.
   *
   * @param verified what the verification established; see {@link Report#tree}
   * @throws VaultException.Tampered when the files are not those that were verified; forget what
   *     the sink was given
   */
  public static void stream(Path bundle, AuditorState.MerkleTreeState verified, Sink sink) {
    VerifiedEntries entries = new VerifiedEntries(bundle, verified.size(), sink);
    for (long tile = 0; tile < entries.shape.tiles(0); tile++) {
      entries.read(tile);
    }
    if (!entries.tree.root().equals(verified.root())) {
      throw changed();
    }
  }

  /**
   * The public text of this digest, of a bundle that was verified.
   *
   * @throws VaultException.Tampered when it is not what was verified
   */
  public static Bytes payload(Path bundle, Bytes sha256) {
    byte[] text =
        new BundleFiles(bundle)
            .read(TilePath.payload(sha256.hex()), MOST_TEXT_BYTES)
            .orElseThrow(VerifiedEntries::changed);
    if (!Bytes.wrap(MerkleHash.sha256().digest(text)).equals(sha256)) {
      throw changed();
    }
    return Bytes.wrap(text);
  }

  private void read(long tile) {
    int width = shape.width(0, tile);
    byte[] bundle =
        files
            .read(TilePath.entries(tile, width), MOST_BUNDLE_BYTES)
            .orElseThrow(VerifiedEntries::changed);
    ByteBuffer in = ByteBuffer.wrap(bundle);
    for (int i = 0; i < width; i++) {
      byte[] leaf = new byte[in.remaining() < 2 ? 0 : Short.toUnsignedInt(in.getShort())];
      if (leaf.length == 0 || leaf.length > in.remaining()) {
        throw changed();
      }
      in.get(leaf);
      tree.append(hash.leaf(leaf));
      sink.take(tile * TilePath.FULL + i, parsed(leaf));
    }
  }

  private static Entry parsed(byte[] leaf) {
    try {
      return Entry.parse(leaf);
    } catch (VaultException.InvalidInput e) {
      throw changed();
    }
  }

  private static VaultException.Tampered changed() {
    return new VaultException.Tampered(
        "the bundle was changed while it was read; verify it again, with nobody writing to it");
  }
}
