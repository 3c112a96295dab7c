package org.patientvault.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.codec.binary.Hex;
import org.junit.jupiter.api.Test;

/** The vectors of docs/formats/fhir-import.md, and a second maker of the id, written from it. */
class ContentIdVectorsTest {
  private static final Path VECTORS =
      Path.of("..", "docs", "formats", "vectors", "content-id.json");

  @Test
  void vectors_eachResource_getsItsId() throws IOException {
    List<Map<?, ?>> vectors = vectors();
    assertThat(vectors).isNotEmpty();
    for (Map<?, ?> vector : vectors) {
      byte[] resource = bytes((String) vector.get("resource"));
      assertThat(FhirJson.read(resource).id().value()).isEqualTo(vector.get("id"));
    }
  }

  @Test
  void vectors_madeAgainFromThePage_areTheSame() throws Exception {
    for (Map<?, ?> vector : vectors()) {
      String canonical = canonical(PlainJson.read(bytes((String) vector.get("resource"))));
      assertThat(canonical).isEqualTo(vector.get("canonical"));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes("PVci1" + canonical));
      assertThat("urn:patientvault:content:" + Hex.encodeHexString(digest))
          .isEqualTo(vector.get("id"));
    }
  }

  private static String canonical(Object value) {
    if (value instanceof Map<?, ?> members) {
      Map<String, String> sorted = new TreeMap<>();
      members.forEach((name, member) -> sorted.put((String) name, canonical(member)));
      return sorted.entrySet().stream()
          .map(member -> quoted(member.getKey()) + ":" + member.getValue())
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List<?> items) {
      return items.stream()
          .map(ContentIdVectorsTest::canonical)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof PlainJson.Literal literal ? literal.text() : quoted((String) value);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(c -> quoted.append(escaped((char) c)));
    return quoted.append('"').toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"', '\\' -> "\\" + c;
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> c < 0x20 ? String.format("\\u%04x", (int) c) : String.valueOf(c);
    };
  }

  private static List<Map<?, ?>> vectors() throws IOException {
    Map<?, ?> page = (Map<?, ?>) PlainJson.read(Files.readAllBytes(VECTORS));
    return ((List<?>) page.get("vectors"))
        .stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
