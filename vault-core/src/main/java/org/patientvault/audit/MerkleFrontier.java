package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The right edge of a growing tree: enough to append leaves and to say the root, and no more.
 *
 * <p>Holds one hash for each bit that is set in the size, largest subtree first. For one thread at
 * a time. Format: docs/formats/audit-log.md.
 */
public final class MerkleFrontier {
  private static final int SIZE_FIELD_BYTES = 8;

  private final MerkleHash hash = new MerkleHash();
  private final List<byte[]> subtrees = new ArrayList<>();
  private long size;

  /** The tree without leaves. */
  public MerkleFrontier() {}

  /** A frontier of its own with the same leaves. */
  public MerkleFrontier copy() {
    MerkleFrontier copy = new MerkleFrontier();
    copy.subtrees.addAll(subtrees);
    copy.size = size;
    return copy;
  }

  /** The number of leaves. */
  public long size() {
    return size;
  }

  /** Appends one leaf by its hash of 32 bytes. */
  public void append(byte[] leafHash) {
    append(0, leafHash);
  }

  /**
   * Appends a complete subtree of {@code 2^level} leaves by its hash.
   *
   * @throws IllegalArgumentException when no such subtree can start here
   */
  void append(int level, byte[] subtreeHash) {
    if ((size & ((1L << level) - 1)) != 0) {
      throw new IllegalArgumentException(
          "no subtree of level " + level + " starts at index " + size);
    }
    byte[] node = MerkleHash.checked(subtreeHash).clone();
    for (int bit = level; (size >>> bit & 1) == 1; bit++) {
      node = hash.node(subtrees.remove(subtrees.size() - 1), node);
    }
    subtrees.add(node);
    size = Math.addExact(size, 1L << level);
  }

  /** The root of the tree as it stands. */
  public Bytes root() {
    if (subtrees.isEmpty()) {
      return Bytes.of(hash.empty());
    }
    byte[] node = subtrees.get(subtrees.size() - 1);
    for (int i = subtrees.size() - 2; i >= 0; i--) {
      node = hash.node(subtrees.get(i), node);
    }
    return Bytes.of(node);
  }

  /** The hashes, largest subtree first: one for each bit set in the size. */
  List<Bytes> hashes() {
    return subtrees.stream().map(Bytes::of).toList();
  }

  static MerkleFrontier of(long size, List<Bytes> hashes) {
    if (size < 0 || hashes.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          "a tree of size " + size + " has another number of subtrees than " + hashes.size());
    }
    MerkleFrontier frontier = new MerkleFrontier();
    hashes.forEach(each -> frontier.subtrees.add(MerkleHash.checked(each.toArray())));
    frontier.size = size;
    return frontier;
  }

  /** Size as 8 bytes, big-endian, then the hashes. */
  public Bytes encode() {
    ByteBuffer buffer =
        ByteBuffer.allocate(SIZE_FIELD_BYTES + MerkleHash.SIZE_BYTES * subtrees.size());
    buffer.putLong(size);
    subtrees.forEach(buffer::put);
    return Bytes.of(buffer.array());
  }

  /**
   * Reads what {@link #encode} wrote. Compare the root with a trusted one: the bytes prove nothing.
   *
   * @throws VaultException.InvalidInput when the length does not fit the size
   */
  public static MerkleFrontier decode(Bytes encoded) {
    ByteBuffer buffer = ByteBuffer.wrap(encoded.toArray());
    long size = buffer.remaining() < SIZE_FIELD_BYTES ? -1 : buffer.getLong();
    if (size < 0 || buffer.remaining() != MerkleHash.SIZE_BYTES * Long.bitCount(size)) {
      throw new VaultException.InvalidInput("a tree frontier whose length does not fit its size");
    }
    List<Bytes> hashes = new ArrayList<>();
    while (buffer.hasRemaining()) {
      byte[] each = new byte[MerkleHash.SIZE_BYTES];
      buffer.get(each);
      hashes.add(Bytes.of(each));
    }
    return of(size, hashes);
  }
}
