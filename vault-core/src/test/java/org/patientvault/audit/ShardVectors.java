package org.patientvault.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.patientvault.internal.ledger.Shard;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** Vectors of docs/formats/audit-log.md, "Shards". */
final class ShardVectors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREVIOUS =
      "{\"format\":1,\"previous\":{\"note\":\"%s\",\"origin\":\"%s\",\"root\":\"%s\",\"size\":7}}";

  private final String origin;
  private final byte[] note;
  private final Bytes root;

  /** Of a closed log and its last note. */
  ShardVectors(String origin, byte[] note, Bytes root) {
    this.origin = origin;
    this.note = note.clone();
    this.root = root;
  }

  /** Numbers and how origins end, the oldest first. */
  static ArrayNode numbers() {
    ArrayNode all = JSON.createArrayNode();
    List<Integer> numbers = List.of(2027, 12026, 2025, 9_982_026, 2026, 22026);
    numbers.stream()
        .sorted(Shard.ORDER)
        .forEach(number -> all.addObject().put("number", number).put("ends", Shard.name(number)));
    return all;
  }

  /** What `w` of a STATE is, for digests of manifests in their order. */
  static ArrayNode states() {
    ArrayNode all = JSON.createArrayNode();
    for (int rows : new int[] {0, 1, 3}) {
      List<Bytes> digests =
          java.util.stream.IntStream.range(0, rows)
              .mapToObj(i -> Samples.pattern(32, 0x10 + i))
              .toList();
      ObjectNode state = all.addObject();
      ArrayNode manifests = state.putArray("manifests");
      digests.forEach(each -> manifests.add(each.hex()));
      state.put("w", MerkleRoot.of(digests).hex());
    }
    return all;
  }

  /** The closed log's last note, and what GENESIS may call it: cut behind each signature line. */
  ObjectNode note() {
    ClosedLog closed = ClosedLog.ofNote(note);
    ObjectNode vector =
        JSON.createObjectNode()
            .put("note", new String(note, StandardCharsets.UTF_8))
            .put("origin", closed.origin())
            .put("size", closed.size())
            .put("root", closed.root().hex());
    ArrayNode digests = vector.putArray("sha256");
    closed.notes().forEach(each -> digests.add(each.hex()));
    return vector;
  }

  /** Texts of GENESIS: what they follow, or that they are refused. */
  ArrayNode genesis() {
    String digest = ClosedLog.ofNote(note).notes().get(0).hex();
    String good = PREVIOUS.formatted(digest, origin, root.hex());
    ArrayNode all = JSON.createArrayNode();
    for (String text :
        List.of(
            "{\"format\":1}",
            good,
            good.replace("\"size\":7", "\"size\":\"7\""),
            good.replace(digest, digest.substring(2)),
            good.replace(digest, digest.toUpperCase(java.util.Locale.ROOT)),
            good.replace("{\"format\":1,", "{"),
            good + "\n",
            "[]")) {
      all.add(read(text));
    }
    return all;
  }

  private static ObjectNode read(String text) {
    ObjectNode vector = JSON.createObjectNode().put("text", text);
    try {
      PreviousLog.of(text.getBytes(StandardCharsets.UTF_8))
          .ifPresentOrElse(
              log -> vector.put("follows", log.origin()), () -> vector.put("first", true));
    } catch (VaultException.InvalidInput e) {
      vector.put("refused", true);
    }
    return vector;
  }
}
