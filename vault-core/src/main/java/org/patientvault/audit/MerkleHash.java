package org.patientvault.audit;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The two hashes of an RFC 6962 tree: SHA-256 of 0x00 and a leaf, SHA-256 of 0x01 and two nodes.
 *
 * <p>The first byte keeps a leaf from being taken for a node. Holds one digest object to use again,
 * so it is for one thread at a time. Format: docs/formats/audit-log.md.
 */
public final class MerkleHash {
  /** The length of every hash in the tree. */
  public static final int SIZE_BYTES = 32;

  private static final MessageDigest FRESH = fresh();
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final MessageDigest sha256 = sha256();
  private final byte[] pair = new byte[1 + 2 * SIZE_BYTES];

  public MerkleHash() {
    pair[0] = NODE;
  }

  /** A copy of one that was never fed costs half of what asking the providers does. */
  static MessageDigest sha256() {
    try {
      return (MessageDigest) FRESH.clone();
    } catch (CloneNotSupportedException e) {
      return fresh();
    }
  }

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The root of the tree without leaves. */
  public byte[] empty() {
    return sha256.digest();
  }

  /** The hash of one leaf's bytes. */
  public byte[] leaf(byte[] leaf) {
    byte[] hash = new byte[SIZE_BYTES];
    leaf(leaf, 0, leaf.length, hash, 0);
    return hash;
  }

  /** The hash of the node above two hashes of 32 bytes. */
  public byte[] node(byte[] left, byte[] right) {
    byte[] hash = new byte[SIZE_BYTES];
    node(left, 0, right, 0, hash, 0);
    return hash;
  }

  void leaf(byte[] text, int from, int length, byte[] target, int at) {
    sha256.update(LEAF);
    sha256.update(text, from, length);
    finish(target, at);
  }

  void node(byte[] left, int leftFrom, byte[] right, int rightFrom, byte[] target, int at) {
    System.arraycopy(left, leftFrom, pair, 1, SIZE_BYTES);
    System.arraycopy(right, rightFrom, pair, 1 + SIZE_BYTES, SIZE_BYTES);
    sha256.update(pair, 0, pair.length);
    finish(target, at);
  }

  private void finish(byte[] target, int at) {
    try {
      sha256.digest(target, at, SIZE_BYTES);
    } catch (DigestException e) {
      throw new AssertionError("a SHA-256 digest did not fit its 32 bytes", e);
    }
  }

  /** Checks a hash that comes from outside. */
  static byte[] checked(byte[] hash) {
    if (hash.length != SIZE_BYTES) {
      throw new IllegalArgumentException("a tree hash has 32 bytes, not " + hash.length);
    }
    return hash;
  }
}
