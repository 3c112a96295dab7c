package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The RFC 6962 probes of transparency-dev/merkle: each has the outcome that its file wants. */
class MerkleVectorsTest {
  private static final String SET = "transparency-dev-merkle/";

  @Test
  void inclusionProbes_haveTheWantedOutcome() {
    assertThat(agreeing("testdata/inclusion", MerkleVectorsTest::includes)).isEqualTo(98);
  }

  private static boolean includes(JsonNode probe) {
    return new InclusionProof(
            probe.get("leafIdx").asLong(),
            probe.get("treeSize").asLong(),
            PublicVectors.base64List(probe.get("proof")))
        .proves(
            PublicVectors.base64(probe.get("leafHash")), PublicVectors.base64(probe.get("root")));
  }

  @Test
  void consistencyProbes_haveTheWantedOutcome() {
    assertThat(agreeing("testdata/consistency", MerkleVectorsTest::isConsistent)).isEqualTo(98);
  }

  private static boolean isConsistent(JsonNode probe) {
    return new ConsistencyProof(
            probe.get("size1").asLong(),
            probe.get("size2").asLong(),
            PublicVectors.base64List(probe.get("proof")))
        .proves(PublicVectors.base64(probe.get("root1")), PublicVectors.base64(probe.get("root2")));
  }

  private static int agreeing(String folder, Predicate<JsonNode> verifier) {
    List<Path> files = PublicVectors.files(SET + folder);
    for (Path file : files) {
      JsonNode probe = PublicVectors.probe(file);
      assertThat(verifier.test(probe))
          .as("%s", file)
          .isEqualTo(!probe.required("wantErr").asBoolean());
    }
    PublicVectors.passed(SET + folder, files.size());
    return files.size();
  }

  @Test
  void referenceTree_hasItsLeafHashesAndRoots() {
    JsonNode tree = PublicVectors.read(SET + "rfc6962-reference-tree.json");
    MerkleHash hash = new MerkleHash();
    MerkleFrontier frontier = new MerkleFrontier();
    int passed = 0;
    for (JsonNode leaf : tree.get("leaf_inputs_hex")) {
      byte[] leafHash = hash.leaf(PublicVectors.hex(leaf).toArray());
      assertThat(frontier.root())
          .isEqualTo(PublicVectors.hex(tree.get("roots_by_size_hex").get(passed)));
      assertThat(leafHash)
          .isEqualTo(PublicVectors.hex(tree.get("leaf_hashes_hex").get(passed)).toArray());
      frontier.append(leafHash);
      passed++;
    }
    assertThat(frontier.root())
        .isEqualTo(PublicVectors.hex(tree.get("roots_by_size_hex").get(passed)));
    assertThat(passed).isEqualTo(8);
    PublicVectors.passed(SET + "rfc6962-reference-tree.json", passed);
  }
}
