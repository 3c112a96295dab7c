package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

class MerkleTest {
  private static final int LARGEST = 1050;
  private static final ReferenceTree TREE = ReferenceTree.ofSize(LARGEST);

  @Example
  void frontier_everySize_hasTheRootOfTheReference() {
    MerkleFrontier frontier = new MerkleFrontier();
    for (int size = 0; size <= LARGEST; size++) {
      assertThat(frontier.size()).isEqualTo(size);
      assertThat(frontier.root()).as("size %d", size).isEqualTo(TREE.root(size));
      assertThat(MerkleFrontier.decode(frontier.encode()).root()).isEqualTo(frontier.root());
      if (size < LARGEST) {
        frontier.append(TREE.leafHash(size));
      }
    }
  }

  @Property(tries = 100)
  void frontier_subtreesInsteadOfLeaves_giveTheSameRoot(
      @ForAll @IntRange(min = 0, max = LARGEST) int size) {
    MerkleFrontier frontier = new MerkleFrontier();
    for (int level = 10; level >= 0; level--) {
      if ((size >> level & 1) == 1) {
        frontier.append(level, TREE.subtree(level, frontier.size() >> level).toArray());
      }
    }
    assertThat(frontier.root()).isEqualTo(TREE.root(size));
  }

  @Example
  void frontier_aSubtreeAtTheWrongPlace_isRefused() {
    MerkleFrontier frontier = new MerkleFrontier();
    frontier.append(TREE.leafHash(0));
    assertThatThrownBy(() -> frontier.append(1, TREE.leafHash(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void decode_lengthsThatDoNotFitTheSize_areRefused() {
    MerkleFrontier frontier = new MerkleFrontier();
    for (int i = 0; i < 7; i++) {
      frontier.append(TREE.leafHash(i));
    }
    byte[] encoded = frontier.encode().toArray();
    for (int length = 0; length < encoded.length; length++) {
      Bytes cut = Bytes.of(encoded, 0, length);
      assertThatThrownBy(() -> MerkleFrontier.decode(cut))
          .isInstanceOf(VaultException.InvalidInput.class);
    }
    encoded[0] = (byte) 0x80;
    assertThatThrownBy(() -> MerkleFrontier.decode(Bytes.of(encoded)))
        .isInstanceOf(VaultException.InvalidInput.class);
  }

  @Property(tries = 300)
  void inclusion_everyProof_provesItsLeafAndNoChangedOne(
      @ForAll @IntRange(min = 1, max = LARGEST) int size, @ForAll @IntRange(min = 0) int any) {
    int index = any % size;
    Bytes leaf = Bytes.of(TREE.leafHash(index));
    Bytes root = TREE.root(size);
    InclusionProof proof = InclusionProof.of(TREE, index, size);
    assertThat(proof.proves(leaf, root)).isTrue();
    assertThat(proof.proves(flipped(leaf, any), root)).isFalse();
    assertThat(proof.proves(leaf, flipped(root, any))).isFalse();
    assertThat(new InclusionProof(size, size, proof.hashes()).proves(leaf, root)).isFalse();
    for (List<Bytes> changed : changes(proof.hashes(), any)) {
      assertThat(new InclusionProof(index, size, changed).proves(leaf, root)).isFalse();
    }
    for (int other = 0; other < Math.min(size, 40); other++) {
      boolean proves = new InclusionProof(other, size, proof.hashes()).proves(leaf, root);
      assertThat(proves).isEqualTo(other == index);
    }
  }

  @Property(tries = 300)
  void consistency_everyProof_provesGrowthAndNoChange(
      @ForAll @IntRange(min = 1, max = LARGEST) int size, @ForAll @IntRange(min = 0) int any) {
    int old = 1 + any % size;
    Bytes before = TREE.root(old);
    Bytes after = TREE.root(size);
    ConsistencyProof proof = ConsistencyProof.of(TREE, old, size);
    assertThat(proof.proves(before, after)).isTrue();
    assertThat(proof.proves(flipped(before, any), after)).isFalse();
    assertThat(proof.proves(before, flipped(after, any))).isFalse();
    for (List<Bytes> changed : changes(proof.hashes(), any)) {
      assertThat(new ConsistencyProof(old, size, changed).proves(before, after)).isFalse();
    }
  }

  @Example
  void consistency_fromNothing_isRefused() {
    assertThat(new ConsistencyProof(0, 1, List.of()).proves(TREE.root(0), TREE.root(1))).isFalse();
    assertThatThrownBy(() -> ConsistencyProof.of(TREE, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void root_overAList_isTheRootOfTheReference() {
    List<Bytes> leaves = List.of(Bytes.of(new byte[] {0, 0}), Bytes.of(new byte[] {0, 1}));
    assertThat(MerkleRoot.of(leaves)).isEqualTo(TREE.root(2));
    assertThat(MerkleRoot.of(List.of()).hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  /** One hash flipped, one longer, one taken away, one added, at any place. */
  private static List<List<Bytes>> changes(List<Bytes> hashes, int any) {
    List<List<Bytes>> changes = new ArrayList<>();
    List<Bytes> longer = new ArrayList<>(hashes);
    longer.add(Samples.pattern(32, any));
    changes.add(longer);
    for (int i = 0; i < hashes.size(); i++) {
      List<Bytes> flipped = new ArrayList<>(hashes);
      flipped.set(i, flipped(hashes.get(i), any));
      changes.add(flipped);
      List<Bytes> wide = new ArrayList<>(hashes);
      wide.set(i, Samples.pattern(33, 0));
      changes.add(wide);
      List<Bytes> shorter = new ArrayList<>(hashes);
      shorter.remove(i);
      changes.add(shorter);
    }
    return changes;
  }

  private static Bytes flipped(Bytes value, int any) {
    byte[] bytes = value.toArray();
    bytes[any / 8 % bytes.length] ^= (byte) (1 << any % 8);
    return Bytes.of(bytes);
  }
}
