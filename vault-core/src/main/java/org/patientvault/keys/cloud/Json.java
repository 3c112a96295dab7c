package org.patientvault.keys.cloud;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The little JSON that key services speak: strict about duplicates, depth and what follows the
 * value. Members that are not asked for are skipped, for services add some.
 */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNameLength(200)
                          .maxStringLength(Limits.MAX_ANSWER_BYTES)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ObjectReader READER = MAPPER.reader();
  private static final ObjectWriter WRITER = MAPPER.writer();

  private Json() {}

  /** Without the parser's exception: it quotes what it read. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
  }

  static JsonNode read(byte[] answer) throws Malformed {
    try {
      JsonNode read = READER.readTree(answer);
      if (read == null || !read.isObject()) {
        throw new Malformed();
      }
      return read;
    } catch (IOException e) {
      throw new Malformed();
    }
  }

  static byte[] write(Map<String, String> members) {
    try {
      return WRITER.writeValueAsBytes(members);
    } catch (IOException e) {
      throw new AssertionError("a map of strings is not written as JSON", e);
    }
  }

  static Optional<String> text(JsonNode object, String member) {
    JsonNode value = object.get(member);
    return value != null && value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  /** False too when it is not there, or no boolean. */
  static boolean isTrue(JsonNode object, String member) {
    JsonNode value = object.get(member);
    return value != null && value.isBoolean() && value.booleanValue();
  }

  static Optional<byte[]> bytes(JsonNode object, String member) {
    try {
      return text(object, member).map(Base64.getDecoder()::decode);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
