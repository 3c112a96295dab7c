package org.patientvault.audit;

import java.util.List;
import org.patientvault.model.Bytes;

/** The RFC 6962 root over a short list, as key {@code w} of a batch and of STATE holds it. */
public final class MerkleRoot {
  private MerkleRoot() {}

  /**
   * The root over these leaves in this order. Each is hashed as a leaf first, so it may be of any
   * length, a digest too. The empty list has the root of the empty tree.
   */
  public static Bytes of(List<Bytes> leaves) {
    MerkleHash hash = new MerkleHash();
    MerkleFrontier frontier = new MerkleFrontier();
    leaves.forEach(leaf -> frontier.append(hash.leaf(leaf.toArray())));
    return frontier.root();
  }
}
