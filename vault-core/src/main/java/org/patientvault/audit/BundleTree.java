package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The hashes and entries of an exported log, read from its tiles where they are asked for. Believes
 * nothing of them: what is made of these is to be held against the head. For one thread.
 */
final class BundleTree implements TreeReader {
  private static final int BITS = 8;
  private static final int MOST_BUNDLE_BYTES = TilePath.FULL * (Entry.MAX_BYTES + 2);

  private final BundleFiles files;
  private final Checkpoint head;
  private final BundleShape shape;
  private final MerkleHash hash = new MerkleHash();

  private BundleTree(BundleFiles files, Checkpoint head) {
    this.files = files;
    this.head = head;
    this.shape = new BundleShape(head.size());
  }

  /**
   * @throws VaultException.Tampered when the head's signature is bad
   * @throws VaultException.KeyUnavailable when no key of {@code policy} can tell
   * @throws VaultException.InvalidInput when there is no head
   */
  static BundleTree at(Path bundle, TrustPolicy policy) {
    BundleFiles files = new BundleFiles(bundle);
    byte[] note = files.read("checkpoint", SignedNote.MAX_BYTES).orElseThrow(missing("checkpoint"));
    return new BundleTree(files, policy.open(note));
  }

  private static Supplier<VaultException> missing(String name) {
    return () ->
        new VaultException.InvalidInput("the bundle has no file " + name + " as it is to be");
  }

  Checkpoint head() {
    return head;
  }

  @Override
  public Bytes subtree(int level, long index) {
    int within = level % BITS;
    long first = index << within;
    byte[] tile = tile(level / BITS, first / TilePath.FULL);
    int from = (int) (first % TilePath.FULL);
    return Bytes.of(root(tile, from, 1 << within));
  }

  private byte[] tile(int level, long index) {
    int width = shape.width(level, index);
    String name = TilePath.tile(level, index, width);
    int length = width * MerkleHash.SIZE_BYTES;
    return files
        .read(name, length)
        .filter(tile -> tile.length == length)
        .orElseThrow(missing(name));
  }

  private byte[] root(byte[] tile, int from, int count) {
    if (count == 1) {
      int at = from * MerkleHash.SIZE_BYTES;
      return Arrays.copyOfRange(tile, at, at + MerkleHash.SIZE_BYTES);
    }
    return hash.node(root(tile, from, count / 2), root(tile, from + count / 2, count / 2));
  }

  /** The bytes of one entry. */
  Bytes leaf(long index) {
    return Bytes.of(leaves(index / TilePath.FULL).get((int) (index % TilePath.FULL)));
  }

  /** The entries of one tile, in their order. */
  List<byte[]> leaves(long tile) {
    int width = shape.width(0, tile);
    String name = TilePath.entries(tile, width);
    ByteBuffer in = ByteBuffer.wrap(files.read(name, MOST_BUNDLE_BYTES).orElseThrow(missing(name)));
    List<byte[]> leaves = new ArrayList<>(width);
    while (leaves.size() < width) {
      byte[] leaf = new byte[in.remaining() < 2 ? 0 : Short.toUnsignedInt(in.getShort())];
      if (leaf.length == 0 || leaf.length > in.remaining()) {
        throw missing(name).get();
      }
      in.get(leaf);
      leaves.add(leaf);
    }
    return leaves;
  }

  /** How many tiles the entries fill. */
  long tiles() {
    return shape.tiles(0);
  }
}
