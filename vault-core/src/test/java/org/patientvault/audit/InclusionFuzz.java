package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.Bytes;

/** An inclusion proof proves its own leaf in its own tree, and nothing else. */
class InclusionFuzz implements Seeded {

  private static final int LARGEST = 300;
  private static final ReferenceTree TREE = ReferenceTree.ofSize(LARGEST);

  /** Two bytes of size, two of index, two of the claimed leaf; then edits of the hashes. */
  @FuzzTest
  void proves(byte[] script) {
    if (script.length < 6) {
      return;
    }
    int size = 1 + number(script, 0) % LARGEST;
    int index = number(script, 2) % size;
    int leaf = number(script, 4) % size;
    List<Bytes> right = InclusionProof.of(TREE, index, size).hashes();
    List<Bytes> hashes = EditedHashes.of(right, script, 6);
    boolean proven =
        new InclusionProof(index, size, hashes)
            .proves(Bytes.of(TREE.leafHash(leaf)), TREE.root(size));
    require(
        proven == (leaf == index && hashes.equals(right)),
        "size " + size + ", index " + index + ", leaf " + leaf + ": proven " + proven);
    InclusionProof beyond = new InclusionProof(size + leaf, size, hashes);
    require(!beyond.proves(Bytes.of(TREE.leafHash(index)), TREE.root(size)), "beyond the tree");
  }

  private static int number(byte[] script, int at) {
    return ((script[at] & 0xff) << 8) | (script[at + 1] & 0xff);
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "right", new byte[] {0, (byte) 200, 0, 77, 0, 77},
        "other-leaf", new byte[] {1, 0, 0, 3, 0, 4},
        "flipped", new byte[] {0, 99, 0, 5, 0, 5, 4, 2, 31},
        "one-too-many", new byte[] {0, 6, 0, 6, 0, 6, 1, 0, 0},
        "short-hash", new byte[] {0, 6, 0, 1, 0, 1, 2, 0, 31});
  }
}
