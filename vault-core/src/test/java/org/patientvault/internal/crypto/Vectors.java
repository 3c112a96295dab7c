package org.patientvault.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Vector files beside the format pages: written on request, and compared on every other run. */
public final class Vectors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("..", "docs", "formats", "vectors");

  private Vectors() {}

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  public static ArrayNode array() {
    return JSON.createArrayNode();
  }

  public static JsonNode read(String file) throws IOException {
    return JSON.readTree(FOLDER.resolve(file).toFile());
  }

  /** Fails unless the file says exactly this; writes it with -Dpatientvault.vectors=write. */
  public static void check(String file, ObjectNode content) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter()
            .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"))
            .withObjectIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    String text = JSON.writer(printer).writeValueAsString(content) + "\n";
    Path path = FOLDER.resolve(file);
    if ("write".equals(System.getProperty("patientvault.vectors"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(path, text);
    }
    assertThat(path).hasContent(text);
  }

  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  public static byte[] bytes(JsonNode vector, String name) {
    return HexFormat.of().parseHex(vector.get(name).asText());
  }

  /** {@code length} bytes that count up from {@code first}. */
  public static byte[] counting(int first, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }
}
