package org.patientvault.internal.documents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.InputStream;
import org.patientvault.model.VaultException;

/**
 * JSON parsers that refuse what a careful reader refuses: duplicate names, invalid UTF-8, anything
 * but UTF-8, excessive depth.
 */
final class StrictJson {
  /** Above the limit of a field, so that a field that is too long is refused by name. */
  private static final int MAX_STRING = 16 << 20;

  private static final int MAX_NAME = 1_000;

  /** A resource's own limit is counted by {@link ResourceReader}; a bundle adds a few levels. */
  private static final int MAX_DEPTH = 1_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(MAX_NAME)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .build();

  /** For JSON this package wrote itself. */
  private static final JsonFactory TRUSTING =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(MAX_STRING).build())
          .build();

  private StrictJson() {}

  static JsonParser parser(byte[] json) throws IOException {
    if (!StrictUtf8.isValid(json)) {
      throw invalidUtf8();
    }
    return FACTORY.createParser(json);
  }

  /** Invalid UTF-8 shows as {@link java.nio.charset.MalformedInputException}. */
  static JsonParser parser(InputStream json) throws IOException {
    return FACTORY.createParser(new StrictUtf8Stream(json));
  }

  static JsonParser ofStored(byte[] json) throws IOException {
    return TRUSTING.createParser(json);
  }

  static VaultException.InvalidInput invalidUtf8() {
    return new VaultException.InvalidInput("not valid UTF-8");
  }

  /** In our own words and without the cause: the parser's messages quote what they read. */
  static VaultException explained(JsonProcessingException e) {
    String where = where(e.getLocation());
    if (e instanceof StreamConstraintsException) {
      return new VaultException.LimitExceeded(
          "a name, a text or the nesting is over the limit" + where);
    }
    if (e instanceof JsonEOFException) {
      return new VaultException.InvalidInput("the JSON ends too early");
    }
    String message = e.getOriginalMessage();
    return new VaultException.InvalidInput(
        (message != null && message.startsWith("Duplicate")
                ? "a name stands twice in one object"
                : "not well-formed JSON")
            + where);
  }

  private static String where(JsonLocation location) {
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
