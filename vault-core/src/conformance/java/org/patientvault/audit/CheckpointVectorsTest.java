package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.patientvault.model.VaultException;

/**
 * Real and printed checkpoints: sum.golang.org's notes, and the examples in the C2SP
 * specifications.
 *
 * <p>sum.golang.org signs under a key name that is not its origin, and its origin has spaces. Our
 * reader refuses both, as C2SP now asks, so its notes are checked as signed notes.
 */
class CheckpointVectorsTest {
  private static final String SUMDB = "golang-sumdb/sum.golang.org-checkpoints.json";
  private static final String TREE_NOTE = "golang-sumdb/tree-note.json";
  private static final String PRINTED = "c2sp/format-only-examples.json";
  private static final String SIGNED = "c2sp/signed-note-example.json";

  @Test
  void sumGolangOrg_notesVerify_andNoOtherTextDoes() {
    JsonNode file = PublicVectors.read(SUMDB);
    VerifierKey key = VerifierKey.parse(file.get("vkey").asText());
    int passed = 0;
    for (JsonNode each : file.get("notes")) {
      String note = each.get("note").asText();
      assertThat(verifiedBy(note, key)).hasSize(1);
      String changed = note.replaceFirst("\n[0-9]+\n", "\n1\n");
      assertThat(signatures(changed, key).bad()).containsExactly(key);
      passed++;
    }
    assertThat(passed).isEqualTo(2);
    PublicVectors.passed(SUMDB, passed);
  }

  /** The trap: the C2SP example's signature is sum.golang.org's, under that log's real origin. */
  @Test
  void printedCheckpoint_verifiesOnlyWithTheOriginOfTheGoChecksumDatabase() {
    String printed = PublicVectors.read(PRINTED).get("checkpoint").asText();
    SignedNote note = SignedNote.parse(utf8(printed));
    VerifierKey sumdb = VerifierKey.parse(PublicVectors.read(SUMDB).get("vkey").asText());
    byte[] signature = note.lines().get(0).signature().toArray();

    assertThat(SignatureCheck.verify(note.unverifiedText(), sumdb, signature)).isEmpty();
    String real =
        note.unverifiedText().replace("example.com/behind-the-sofa\n", "go.sum database tree\n");
    assertThat(SignatureCheck.verify(real, sumdb, signature)).isPresent();
  }

  @Test
  void printedCheckpoint_isReadAsPrinted() {
    JsonNode file = PublicVectors.read(PRINTED);
    SignedNote note = SignedNote.parse(utf8(file.get("checkpoint").asText()));
    TreeHead head = TreeHead.parse(note.unverifiedText());
    assertThat(head.origin()).isEqualTo("example.com/behind-the-sofa");
    assertThat(head.size()).isEqualTo(20_852_163);
    assertThat(note.lines())
        .extracting(NoteLine::name)
        .containsExactly("example.com/behind-the-sofa", "witness.example.com/w1");
    assertThat(note.lines().get(1).signature().size())
        .isEqualTo(SignatureType.ED25519_COSIGNATURE.signatureBytes());
    assertThat(TreeHead.witnessed(head.text(), 1_679_315_147))
        .isEqualTo(file.get("cosignature_v1_signed_text").asText());
    PublicVectors.passed(PRINTED, 2);
  }

  @Test
  void printedTilePathsAndCounts_areOurs() {
    JsonNode file = PublicVectors.read(PRINTED);
    assertThat(TilePath.tile(0, 1_234_067, 256))
        .isEqualTo("tile/0/" + file.get("tile_index_path").get("1234067").asText());
    JsonNode counts = file.get("tile_counts_size_70000");
    BundleShape shape = new BundleShape(70_000);
    assertThat(shape.tiles(0)).isEqualTo(counts.get("level0_full").asLong() + 1);
    assertThat(shape.width(0, 273)).isEqualTo(counts.get("level0_partial_width").asInt());
    assertThat(shape.tiles(1)).isEqualTo(counts.get("level1_full").asLong() + 1);
    assertThat(shape.width(1, 1)).isEqualTo(counts.get("level1_partial_width").asInt());
    assertThat(shape.width(2, 0)).isEqualTo(counts.get("level2_partial_width").asInt());
    assertThat(shape.levels()).isEqualTo(3);
    PublicVectors.passed(PRINTED + " tiles", 6);
  }

  @Test
  void signedNoteExample_verifies() {
    JsonNode file = PublicVectors.read(SIGNED);
    VerifierKey key = VerifierKey.parse(file.get("vkey").asText());
    assertThat(verifiedBy(file.get("note").asText(), key)).hasSize(1);
    PublicVectors.passed(SIGNED, 1);
  }

  @Test
  void treeNotes_badOnesAreRefused_andTheGoodOneOnlyForItsOrigin() {
    JsonNode file = PublicVectors.read(TREE_NOTE);
    for (JsonNode bad : file.get("bad")) {
      assertThatThrownBy(() -> TreeHead.parse(bad.asText()))
          .isInstanceOf(VaultException.InvalidInput.class);
    }
    String good = file.get("good").get(0).get("text").asText();
    assertThatThrownBy(() -> TreeHead.parse(good)).isInstanceOf(VaultException.InvalidInput.class);
    TreeHead head = TreeHead.parse(good.replace("go.sum database tree", "go.sum-database-tree"));
    assertThat(head.size()).isEqualTo(file.get("good").get(0).get("n").asLong());
    assertThat(head.root().toArray()).isEqualTo(new MerkleHash().leaf(utf8("hello world")));
    assertThat(Stream.of(file.get("bad"), file.get("good")).mapToInt(JsonNode::size).sum())
        .isEqualTo(4);
    PublicVectors.passed(TREE_NOTE, 4);
  }

  private static List<VerifiedSignature> verifiedBy(String note, VerifierKey key) {
    return signatures(note, key).verified();
  }

  private static NoteSignatures signatures(String note, VerifierKey key) {
    return NoteSignatures.of(SignedNote.parse(utf8(note)), List.of(key));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
