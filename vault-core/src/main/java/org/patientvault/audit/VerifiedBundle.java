package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.ObjLongConsumer;
import org.patientvault.model.VaultException;

/**
 * Reads the entries of a bundle that was verified, and holds them against the verified root again:
 * files may change between the two.
 *
 * <p>Reads one file of entries at a time, and follows no link. For one thread.
 */
public final class VerifiedBundle {
  private static final int MOST_BYTES = TilePath.FULL * (Entry.MAX_BYTES + 2);

  private final BundleFiles files;
  private final AuditorState.MerkleTreeState verified;
  private final BundleShape shape;
  private final MerkleFrontier tree = new MerkleFrontier();
  private final MerkleHash hash = new MerkleHash();

  private VerifiedBundle(Path bundle, AuditorState.MerkleTreeState verified) {
    this.files = new BundleFiles(bundle);
    this.verified = verified;
    this.shape = new BundleShape(verified.size());
  }

  /**
   * Hands on every entry with its index, in order.
   *
   * @param verified what {@link Report#tree} gave for this bundle
   * @param sink may be given entries that do not belong there before that is found: keep nothing of
   *     them when this throws
   * @throws VaultException.Tampered when an entry is not what was verified
   * @throws VaultException.StorageFailed when a file cannot be read
   */
  public static void read(
      Path bundle, AuditorState.MerkleTreeState verified, ObjLongConsumer<Entry> sink) {
    new VerifiedBundle(bundle, verified).read(sink);
  }

  private void read(ObjLongConsumer<Entry> sink) {
    for (long tile = 0; tile < shape.tiles(0); tile++) {
      read(tile, shape.width(0, tile), sink);
    }
    if (tree.size() != verified.size() || !tree.root().equals(verified.root())) {
      throw changed();
    }
  }

  private void read(long tile, int width, ObjLongConsumer<Entry> sink) {
    byte[] file =
        files.read(TilePath.entries(tile, width), MOST_BYTES).orElseThrow(VerifiedBundle::changed);
    ByteBuffer in = ByteBuffer.wrap(file);
    for (int i = 0; i < width; i++) {
      byte[] leaf = new byte[in.remaining() < 2 ? 0 : Short.toUnsignedInt(in.getShort())];
      if (leaf.length > in.remaining()) {
        throw changed();
      }
      in.get(leaf);
      tree.append(hash.leaf(leaf));
      sink.accept(parsed(leaf), tree.size() - 1);
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
        "the bundle changed while it was read; verify it again, on a disk of your own");
  }
}
