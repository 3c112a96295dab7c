package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The proof made out of an edge and the leaves since is the one that the whole tree gives. */
class GrowthProofTest {
  private static final int LARGEST = 150;

  private final ReferenceTree tree = ReferenceTree.ofSize(LARGEST);

  @Test
  void everyGrowth_hasTheProofOfTheWholeTree() {
    for (int newSize = 1; newSize <= LARGEST; newSize++) {
      for (int oldSize = 1; oldSize <= newSize; oldSize++) {
        GrowthProof proof = grown(oldSize, newSize, newSize);
        assertThat(proof.proof())
            .as("%d to %d", oldSize, newSize)
            .isEqualTo(ConsistencyProof.of(tree, oldSize, newSize));
        assertThat(proof.tree().root()).isEqualTo(tree.root(newSize));
        assertThat(proof.proof().proves(tree.root(oldSize), tree.root(newSize))).isTrue();
      }
    }
  }

  @Test
  void leavesMissing_giveNoProof() {
    assertThatThrownBy(() -> grown(5, 20, 19).proof()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> grown(0, 20, 20)).isInstanceOf(IllegalArgumentException.class);
  }

  private GrowthProof grown(int oldSize, int newSize, int leaves) {
    MerkleFrontier old = new MerkleFrontier();
    for (int i = 0; i < oldSize; i++) {
      old.append(tree.leafHash(i));
    }
    GrowthProof proof = new GrowthProof(old, newSize);
    for (int i = oldSize; i < leaves; i++) {
      proof.append(tree.leafHash(i));
    }
    return proof;
  }
}
