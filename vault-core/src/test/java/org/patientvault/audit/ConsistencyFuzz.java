package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.Bytes;

/** A consistency proof joins the two trees it was made of, and no others. */
class ConsistencyFuzz implements Seeded {

  private static final int LARGEST = 300;
  private static final ReferenceTree TREE = ReferenceTree.ofSize(LARGEST);

  /** Two bytes of each size, two of the claimed old size; then edits of the hashes. */
  @FuzzTest
  void proves(byte[] script) {
    if (script.length < 6) {
      return;
    }
    int size = 1 + number(script, 0) % LARGEST;
    int old = 1 + number(script, 2) % size;
    int claimed = number(script, 4) % (size + 1);
    List<Bytes> right = ConsistencyProof.of(TREE, old, size).hashes();
    List<Bytes> hashes = EditedHashes.of(right, script, 6);
    boolean proven =
        new ConsistencyProof(old, size, hashes).proves(TREE.root(claimed), TREE.root(size));
    require(
        proven == (claimed == old && hashes.equals(right)),
        "from " + old + " to " + size + ", claimed " + claimed + ": proven " + proven);
    require(
        !new ConsistencyProof(0, size, hashes).proves(TREE.root(0), TREE.root(size)),
        "from nothing");
  }

  private static int number(byte[] script, int at) {
    return ((script[at] & 0xff) << 8) | (script[at + 1] & 0xff);
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "right", new byte[] {0, (byte) 200, 0, 77, 0, 78},
        "equal-sizes", new byte[] {0, 64, 0, 64, 0, 65},
        "other-root", new byte[] {1, 0, 0, 3, 0, 9},
        "flipped", new byte[] {0, 99, 0, 5, 0, 6, 4, 2, 31},
        "one-missing", new byte[] {0, 99, 0, 5, 0, 6, 3, 0, 0});
  }
}
