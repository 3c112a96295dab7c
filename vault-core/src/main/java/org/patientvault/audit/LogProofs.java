package org.patientvault.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Entries and proofs out of one exported log, whose head was checked when it was opened.
 *
 * <p>What it hands out is what the files say: hold it against the head, as {@link LogProof#verify}
 * does. For one thread.
 */
public final class LogProofs {
  private final BundleTree tree;

  private LogProofs(BundleTree tree) {
    this.tree = tree;
  }

  /**
   * Opens a bundle.
   *
   * @throws VaultException.Tampered when the head's signature is bad
   * @throws VaultException.KeyUnavailable when no key of {@code policy} can tell
   * @throws VaultException.InvalidInput when there is no head
   */
  public static LogProofs of(Path bundle, TrustPolicy policy) {
    return new LogProofs(BundleTree.at(bundle, policy));
  }

  /** The signed head. */
  public Checkpoint head() {
    return tree.head();
  }

  /**
   * One entry with the hashes from it to the head.
   *
   * @throws VaultException.NotFound when the log has no such entry
   * @throws VaultException.InvalidInput when a file of the bundle is missing, or of another size
   */
  public LogProof proof(long index) {
    if (index < 0 || index >= head().size()) {
      throw new VaultException.NotFound(
          "the log has " + head().size() + " entries, counted from 0; there is no " + index);
    }
    List<Bytes> hashes = InclusionProof.of(tree, index, head().size()).hashes();
    return new LogProof(index, Optional.of(tree.leaf(index)), hashes, head().note());
  }

  /**
   * Gives every entry's bytes to {@code taker}, in the order of the log, a tile of 256 in memory.
   *
   * @throws VaultException.InvalidInput when a file of the bundle is missing, or of another size
   */
  public void forEachLeaf(Consumer<byte[]> taker) {
    for (long tile = 0; tile < tree.tiles(); tile++) {
      tree.leaves(tile).forEach(taker);
    }
  }
}
