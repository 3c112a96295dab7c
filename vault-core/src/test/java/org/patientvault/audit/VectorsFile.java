package org.patientvault.audit;

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
import java.util.Map;
import java.util.function.Consumer;

/** A file of docs/formats/vectors: read, and written anew with -Dpatientvault.vectors=write. */
final class VectorsFile {
  private static final Path FOLDER = Path.of("..", "docs", "formats", "vectors");
  private static final ObjectMapper JSON = new ObjectMapper();

  private VectorsFile() {}

  static JsonNode read(String name, String page, Class<?> test, Consumer<ObjectNode> maker)
      throws IOException {
    Path path = FOLDER.resolve(name);
    if ("write".equals(System.getProperty("patientvault.vectors"))) {
      ObjectNode file = JSON.createObjectNode();
      file.put("page", "docs/formats/" + page);
      file.put(
          "made_by",
          "mvn -pl vault-core test -Dtest="
              + test.getSimpleName()
              + " -Dpatientvault.vectors=write");
      maker.accept(file);
      DefaultIndenter lines = DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n");
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter().withArrayIndenter(lines).withObjectIndenter(lines);
      Files.writeString(path, JSON.writer(printer).writeValueAsString(file) + "\n");
    }
    return JSON.readTree(path.toFile());
  }

  /** Adds texts, each with why it is what it is. */
  static void put(ObjectNode file, String name, Map<String, String> texts) {
    ArrayNode all = file.putArray(name);
    texts.forEach((why, text) -> all.addObject().put("why", why).put("text", text));
  }

  static byte[] bytes(JsonNode node) {
    return node.textValue().getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
