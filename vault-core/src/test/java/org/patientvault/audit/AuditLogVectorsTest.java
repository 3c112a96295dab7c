package org.patientvault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * docs/formats/vectors/audit-log.json: made here with keys from fixed seeds, and judged alike by
 * the product and by the second reader.
 */
class AuditLogVectorsTest {
  private static final Path FILE = Path.of("..", "docs", "formats", "vectors", "audit-log.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ORIGIN = TestLog.ORIGIN;

  private final TestLog log = TestLog.ofSize(7);
  private final AuditLogPage page = AuditLogPage.read();

  @Test
  void theFile_isWhatIsMadeHere() throws IOException, GeneralSecurityException {
    ObjectNode file = JSON.createObjectNode();
    file.put("page", "docs/formats/audit-log.md");
    file.put(
        "made_by",
        "mvn -pl vault-core test -Dtest=AuditLogVectorsTest -Dpatientvault.vectors=write");
    file.put(
        "keys_from",
        "Ed25519 and ML-DSA-44 seeds are each 32 bytes of 01; ML-DSA signs deterministically");
    file.set("entries", new EntryVectors().all());
    file.set("details", details());
    file.set("sealed_details", sealedDetails());
    file.set("trees", trees());
    file.set("proofs", proofs());
    file.put("policy", text(log.policy().text()));
    file.set("refused_policies", refusedPolicies());
    file.set("checkpoints", checkpoints());
    file.set("states", states());
    ShardVectors shards = new ShardVectors(ORIGIN, log.sign(7), log.root(7));
    file.set("shard_numbers", ShardVectors.numbers());
    file.set("held_rows", ShardVectors.states());
    file.set("closed_note", shards.note());
    file.set("genesis_texts", shards.genesis());
    check(file);
  }

  private static void check(ObjectNode content) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter()
            .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"))
            .withObjectIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    String text = JSON.writer(printer).writeValueAsString(content) + "\n";
    if ("write".equals(System.getProperty("patientvault.vectors"))) {
      Files.writeString(FILE, text);
    }
    assertThat(FILE).hasContent(text);
  }

  private static ArrayNode details() {
    ArrayNode all = JSON.createArrayNode();
    for (String good :
        List.of(
            "{}",
            "{\"fields\":[\"code\",\"onset\"],\"patient\":\"2021\",\"reason\":\"\u00e4 \\\"b\\\"\\n"
                + "\"}",
            "{\"a\":-9007199254740991,\"b\":true,\"c\":{\"d\":[]},\"e\":\"\\u0000\u007f\"}")) {
      Bytes salt = Samples.pattern(32, 0x5a);
      Bytes commitment = DetailCommitment.of(salt, utf8(good));
      ObjectNode vector = all.addObject();
      vector.put("detail", good).put("salt", salt.hex()).put("commitment", commitment.hex());
    }
    for (String bad :
        List.of(
            "{ }",
            "{\"b\":1,\"a\":1}",
            "{\"a\":1,\"a\":1}",
            "{\"a\":null}",
            "{\"a\":1.0}",
            "{\"a\":01}",
            "{\"a\":-0}",
            "{\"a\":9007199254740992}",
            "{\"a\":\"\\u0041\"}",
            "{\"a\":\"\\/\"}",
            "{\"a\":\"\\u000A\"}",
            "{\"\u00e4\":1}",
            "{}\n",
            "[".repeat(18) + "]".repeat(18))) {
      all.addObject().put("detail", bad).put("refused", true);
    }
    return all;
  }

  private static ArrayNode sealedDetails() throws GeneralSecurityException {
    byte[] detail = utf8("{\"user\":\"dr.lea\"}");
    byte[] commitment = DetailCommitment.of(Samples.pattern(32, 0x5a), detail).toArray();
    byte[] context = AuditLogPage.detailContext(ORIGIN, 42, commitment);
    byte[] key = Samples.pattern(32, 0x6b).toArray();
    byte[] iv = Samples.pattern(12, 0x7c).toArray();
    ArrayNode all = JSON.createArrayNode();
    all.addObject()
        .put("origin", ORIGIN)
        .put("index", 42)
        .put("commitment", hex(commitment))
        .put("associated_data", hex(context))
        .put("detail_key", hex(key))
        .put("sealed", hex(AuditLogPage.sealDetail(key, iv, context, detail)))
        .put("detail", text(detail));
    return all;
  }

  private ArrayNode trees() {
    ArrayNode all = JSON.createArrayNode();
    for (int size = 0; size <= 7; size++) {
      MerkleFrontier frontier = log.frontier(size);
      ObjectNode tree = all.addObject().put("size", size).put("root", frontier.root().hex());
      tree.set("frontier", hashes(frontier.hashes()));
    }
    return all;
  }

  private ArrayNode proofs() {
    ReferenceTree tree = ReferenceTree.ofSize(7);
    ArrayNode all = JSON.createArrayNode();
    for (int index : new int[] {0, 2, 6}) {
      InclusionProof proof = InclusionProof.of(tree, index, 7);
      all.addObject()
          .put("kind", "inclusion")
          .put("index", index)
          .put("size", 7)
          .put("leaf_hash", hex(tree.leafHash(index)))
          .put("root", tree.root(7).hex())
          .set("hashes", hashes(proof.hashes()));
    }
    for (int old : new int[] {1, 4, 6, 7}) {
      ConsistencyProof proof = ConsistencyProof.of(tree, old, 7);
      all.addObject()
          .put("kind", "consistency")
          .put("old_size", old)
          .put("size", 7)
          .put("old_root", tree.root(old).hex())
          .put("root", tree.root(7).hex())
          .set("hashes", hashes(proof.hashes()));
    }
    return all;
  }

  private static ArrayNode hashes(List<Bytes> hashes) {
    ArrayNode all = JSON.createArrayNode();
    hashes.forEach(each -> all.add(each.hex()));
    return all;
  }

  private ArrayNode refusedPolicies() {
    String policy = text(log.policy().text());
    String log0 = policy.substring(policy.indexOf("log "), policy.indexOf("\n# ml"));
    ArrayNode all = JSON.createArrayNode();
    all.add(policy.stripTrailing());
    all.add(policy.replace("\nquorum ", "\n#quorum "));
    all.add(policy + "quorum none\n");
    all.add(policy.replace("quorum ", "quorum x"));
    all.add(policy.replace("witness ", "witnes "));
    all.add(policy.replace("log ", log0 + "\nlog "));
    all.add(policy.replaceFirst("\\+[0-9a-f]{8}\\+", "+00000000+"));
    all.add(policy.replace("=\n", "\n"));
    all.add(policy.replace("\n", "\r\n"));
    all.add("log example.org+5ce3b3ea+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nquorum none\n");
    return all;
  }

  private ArrayNode checkpoints() {
    String note = text(log.sign(3));
    ArrayNode all = JSON.createArrayNode();
    all.addObject()
        .put("is", "good")
        .put("origin", ORIGIN)
        .put("size", 3)
        .put("root", log.root(3).hex())
        .put("time", TestLog.SIGNED_AT + 3)
        .put("note", note);
    for (String[] bad :
        new String[][] {
          {"another size", note.replace("\n3\n", "\n4\n")},
          {"a leading zero", note.replace("\n3\n", "\n03\n")},
          {"a size beyond 2^53 - 1", note.replace("\n3\n", "\n9007199254740992\n")},
          {"a carriage return", note.replace("\n3\n", "\n3\r\n")},
          {"a fourth line", note.replace("\n\n", "\nextension\n\n")},
          {"no last newline", note.substring(0, note.length() - 1)},
          {"the Ed25519 line is missing", withoutLine(note, 4)},
          {"the ML-DSA-44 line is missing", withoutLine(note, 5)},
          {"two blank lines", note.replace("\n\n", "\n\n\n")},
          {"base 64 with spare bits", spareBits(note)},
          {"another origin", note.replaceFirst("vault", "fault")}
        }) {
      all.addObject().put("is", bad[0]).put("note", bad[1]);
    }
    return all;
  }

  private static String withoutLine(String note, int line) {
    List<String> lines = new java.util.ArrayList<>(List.of(note.split("\n", -1)));
    lines.remove(line);
    return String.join("\n", lines);
  }

  /** The root's last character before the padding holds four bits; its two spare ones are set. */
  private static String spareBits(String note) {
    String root = note.split("\n", -1)[2];
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    int last = alphabet.indexOf(root.charAt(42));
    return note.replace(root, root.substring(0, 42) + alphabet.charAt(last | 3) + "=");
  }

  private ArrayNode states() {
    String state = text(log.state(7).text());
    ArrayNode all = JSON.createArrayNode();
    all.addObject().put("is", "good").put("state", state);
    for (String[] bad :
        new String[][] {
          {"another size", state.replace("size 7", "size 8")},
          {"another root", state.replaceFirst("root [A-Za-z0-9]", "root -")},
          {"no last newline", state.stripTrailing()},
          {"a line too many", state + "\n"},
          {"another version", state.replace("state 1", "state 3")},
          {"a fraction of a second", state.replace("Z\n", ".5Z\n")}
        }) {
      all.addObject().put("is", bad[0]).put("state", bad[1]);
    }
    statesOfVersion2(all);
    return all;
  }

  @Test
  void entries_areJudgedAlike() throws IOException {
    int count = 0;
    for (JsonNode vector : JSON.readTree(FILE.toFile()).get("entries")) {
      byte[] leaf = utf8(vector.get("leaf").asText());
      boolean good = !vector.has("refused");
      assertThat(isTaken(() -> Entry.parse(leaf))).as("%s", vector).isEqualTo(good);
      assertThat(isTaken(() -> page.entry(leaf))).as("%s", vector).isEqualTo(good);
      if (good) {
        assertThat(hex(AuditLogPage.leafHash(leaf))).isEqualTo(vector.get("leaf_hash").asText());
      }
      count++;
    }
    assertThat(count).isGreaterThan(200);
  }

  @Test
  void details_areCommittedAndRefusedAsTheFileSays() throws IOException {
    for (JsonNode vector : JSON.readTree(FILE.toFile()).get("details")) {
      byte[] detail = utf8(vector.get("detail").asText());
      assertThat(isTaken(() -> CanonicalJson.parse(detail, 10_000)))
          .as("%s", vector)
          .isEqualTo(!vector.has("refused"));
      if (!vector.has("refused")) {
        byte[] salt = HexFormat.of().parseHex(vector.get("salt").asText());
        assertThat(hex(AuditLogPage.commitment(salt, detail)))
            .isEqualTo(vector.get("commitment").asText());
      }
    }
  }

  @Test
  void sealedDetails_open_andNothingChangedDoes() throws IOException, GeneralSecurityException {
    for (JsonNode vector : JSON.readTree(FILE.toFile()).get("sealed_details")) {
      byte[] key = HexFormat.of().parseHex(vector.get("detail_key").asText());
      byte[] context = HexFormat.of().parseHex(vector.get("associated_data").asText());
      byte[] sealed = HexFormat.of().parseHex(vector.get("sealed").asText());
      assertThat(text(AuditLogPage.openDetail(key, context, sealed)))
          .isEqualTo(vector.get("detail").asText());
      for (int i = 0; i < sealed.length; i++) {
        byte[] changed = sealed.clone();
        changed[i] ^= 1;
        assertThat(isTaken(() -> AuditLogPage.openDetail(key, context, changed))).isFalse();
      }
    }
  }

  @Test
  void proofs_prove_andNoChangedHashDoes() throws IOException {
    for (JsonNode vector : JSON.readTree(FILE.toFile()).get("proofs")) {
      assertThat(proves(vector, -1)).isTrue();
      for (int changed = 0; changed < vector.get("hashes").size(); changed++) {
        assertThat(proves(vector, changed)).isFalse();
      }
    }
  }

  private static boolean proves(JsonNode vector, int changed) {
    List<Bytes> hashes = new java.util.ArrayList<>();
    vector.get("hashes").forEach(each -> hashes.add(Bytes.fromHex(each.asText())));
    if (changed >= 0) {
      hashes.set(changed, Samples.pattern(32, 1));
    }
    Bytes root = Bytes.fromHex(vector.get("root").asText());
    long size = vector.get("size").asLong();
    return vector.get("kind").asText().equals("inclusion")
        ? new InclusionProof(vector.get("index").asLong(), size, hashes)
            .proves(Bytes.fromHex(vector.get("leaf_hash").asText()), root)
        : new ConsistencyProof(vector.get("old_size").asLong(), size, hashes)
            .proves(Bytes.fromHex(vector.get("old_root").asText()), root);
  }

  @Test
  void policies_areTakenAndRefusedAlike() throws IOException, GeneralSecurityException {
    JsonNode file = JSON.readTree(FILE.toFile());
    byte[] policy = utf8(file.get("policy").asText());
    assertThat(TrustPolicy.parse(policy).text()).isEqualTo(policy);
    assertThat(CheckpointPage.ofPolicy(policy)).isNotNull();
    for (JsonNode refused : file.get("refused_policies")) {
      assertThat(isTaken(() -> TrustPolicy.parse(utf8(refused.asText()))))
          .as("%s", refused)
          .isFalse();
      assertThat(isTaken(() -> CheckpointPage.ofPolicy(utf8(refused.asText())))).isFalse();
    }
  }

  @Test
  void checkpoints_areTakenAndRefusedAlike() throws IOException, GeneralSecurityException {
    JsonNode file = JSON.readTree(FILE.toFile());
    TrustPolicy policy = TrustPolicy.parse(utf8(file.get("policy").asText()));
    CheckpointPage reader = CheckpointPage.ofPolicy(utf8(file.get("policy").asText()));
    for (JsonNode vector : file.get("checkpoints")) {
      byte[] note = utf8(vector.get("note").asText());
      boolean good = vector.get("is").asText().equals("good");
      assertThat(isTaken(() -> reader.open(note))).as("%s", vector).isEqualTo(good);
      assertThat(isMet(policy, note)).as("%s", vector).isEqualTo(good);
    }
  }

  private void statesOfVersion2(ArrayNode all) {
    String state = text(log.stateAndSeen(7).text());
    all.addObject().put("is", "good").put("state", state);
    for (String[] bad :
        new String[][] {
          {
            "version 2 without what was seen",
            text(log.state(7).text()).replace("state 1", "state 2")
          },
          {"version 1 with what was seen", state.replace("state 2", "state 1")},
          {"a counter of zero", state.replace("7f3a9c21 7", "7f3a9c21 0")},
          {"a counter twice", state.replaceFirst("(counter .*\n)", "$1$1")},
          {"another boot's spelling", state.replace("7f3a9c21", "7F3A9C21")},
          {
            "counters in another order",
            state.replaceFirst("(counter .*\n)", "$1counter a 00000000 1\n")
          },
          {
            "a time with a fraction of zeros",
            state.replaceFirst("first .*\n", "first 2026-01-15T08:31:07.000Z\n")
          },
          {"no last time", state.replaceFirst("last .*\n", "")}
        }) {
      all.addObject().put("is", bad[0]).put("state", bad[1]);
    }
  }

  private static boolean isMet(TrustPolicy policy, byte[] note) {
    return policy.opened(note) instanceof Opening.Opened opened
        && policy.isMetBy(opened.checkpoint());
  }

  @Test
  void states_areTakenAndRefused() throws IOException {
    for (JsonNode vector : JSON.readTree(FILE.toFile()).get("states")) {
      byte[] state = utf8(vector.get("state").asText());
      assertThat(isTaken(() -> AuditorState.parse(state)))
          .as("%s", vector)
          .isEqualTo(vector.get("is").asText().equals("good"));
    }
  }

  /** A reader's work, whichever way it refuses. */
  private interface Reading {
    Object read() throws GeneralSecurityException;
  }

  private static boolean isTaken(Reading reading) {
    try {
      return reading.read() != null;
    } catch (VaultException.InvalidInput
        | VaultException.LimitExceeded
        | GeneralSecurityException e) {
      return false;
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The shared page of numbers is in hex; the notes' root is in base 64. */
  @Test
  void goodCheckpoint_namesTheRootOfItsTree() throws IOException {
    JsonNode file = JSON.readTree(FILE.toFile());
    JsonNode good = file.get("checkpoints").get(0);
    byte[] root = Base64.getDecoder().decode(good.get("note").asText().split("\n", -1)[2]);
    assertThat(hex(root)).isEqualTo(good.get("root").asText());
    assertThat(hex(root)).isEqualTo(file.get("trees").get(3).get("root").asText());
  }
}
