package org.patientvault.internal.documents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.RecordId;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;

/**
 * Reads FHIR resources from a JSON parser, each top-level member as one field.
 *
 * <p>When a resource is refused, the parser is left behind its end, so that the next one can be
 * read; malformed JSON has no such end. Messages never quote content. Keep one reader for many
 * resources; not safe for several threads.
 */
final class ResourceReader {
  static final int MAX_DEPTH = 64;
  static final int MAX_FIELDS = 1_000;
  static final int MAX_RESOURCE_BYTES = 32 << 20;

  private static final int MAX_KNOWN_NAMES = 10_000;

  private final CompactJson json = new CompactJson();
  private final Map<String, FieldName> names = new HashMap<>();
  private final Map<String, RecordType> types = new HashMap<>();

  private final Map<FieldName, FieldValue> fields = new LinkedHashMap<>();
  private @Nullable RecordType type;
  private @Nullable RecordId id;
  private long totalBytes;

  /** The resource whose opening brace is the current token. */
  FhirResource read(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      throw new VaultException.InvalidInput("a resource must be a JSON object");
    }
    int depth = parser.getParsingContext().getNestingDepth();
    try {
      return object(parser);
    } catch (VaultException e) {
      skipToEnd(parser, depth);
      throw e;
    }
  }

  private static void skipToEnd(JsonParser parser, int depth) throws IOException {
    while (parser.getParsingContext().getNestingDepth() >= depth) {
      if (parser.nextToken() == null) {
        return;
      }
    }
  }

  private FhirResource object(JsonParser parser) throws IOException {
    fields.clear();
    type = null;
    id = null;
    totalBytes = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      member(parser, name);
    }
    if (type == null) {
      throw new VaultException.InvalidInput("the member resourceType is missing");
    }
    return FhirResource.of(type, Optional.ofNullable(id), fields);
  }

  private void member(JsonParser parser, String name) throws IOException {
    switch (name) {
      case "resourceType" -> type = type(string(parser, name));
      case "id" -> id = id(string(parser, name));
      default -> field(parser, name);
    }
  }

  private static String string(JsonParser parser, String name) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new VaultException.InvalidInput("the member " + name + " must be a text");
    }
    return parser.getText();
  }

  private RecordType type(String text) {
    RecordType known = types.get(text);
    if (known != null) {
      return known;
    }
    try {
      RecordType made = new RecordType(text);
      remember(types, text, made);
      return made;
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput("the member resourceType names no resource type");
    }
  }

  private static RecordId id(String text) {
    if (text.startsWith(ContentId.PREFIX)) {
      throw new VaultException.InvalidInput(
          "the member id begins with "
              + ContentId.PREFIX
              + ", which is kept for resources without");
    }
    try {
      return new RecordId(text);
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput("the member id is refused: " + e.getMessage());
    }
  }

  private void field(JsonParser parser, String name) throws IOException {
    if (fields.size() == MAX_FIELDS) {
      throw new VaultException.LimitExceeded("more than " + MAX_FIELDS + " members in a resource");
    }
    FieldName field = fieldName(name);
    FieldValue value = value(parser, field);
    totalBytes += value.encodedSize();
    if (totalBytes > MAX_RESOURCE_BYTES) {
      throw new VaultException.LimitExceeded(
          "a resource of more than " + MAX_RESOURCE_BYTES + " bytes");
    }
    fields.put(field, value);
  }

  private FieldName fieldName(String name) {
    FieldName known = names.get(name);
    if (known != null) {
      return known;
    }
    try {
      FieldName made = new FieldName(name);
      if (made.equals(FieldName.OTHERS)) {
        throw new IllegalArgumentException("kept for schemas");
      }
      remember(names, name, made);
      return made;
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput(
          "a member's name is refused: 1 to 127 letters, digits, '_', '.' and '-' are taken");
    }
  }

  private static <T> void remember(Map<String, T> cache, String key, T value) {
    if (cache.size() < MAX_KNOWN_NAMES) {
      cache.put(key, value);
    }
  }

  private FieldValue value(JsonParser parser, FieldName field) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> FieldValue.ofNull();
      case VALUE_TRUE -> FieldValue.bool(true);
      case VALUE_FALSE -> FieldValue.bool(false);
      case VALUE_STRING -> text(parser, field);
      default -> structured(parser, field);
    };
  }

  private FieldValue text(JsonParser parser, FieldName field) throws IOException {
    json.clear();
    requireSize(field, parser.getTextLength());
    json.plain(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    requireSize(field, json.size());
    return json.toValue(FieldValue.Kind.TEXT);
  }

  private FieldValue structured(JsonParser parser, FieldName field) throws IOException {
    json.clear();
    copy(parser, field, 1);
    return json.toValue(FieldValue.Kind.JSON);
  }

  private void copy(JsonParser parser, FieldName field, int depth) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> copyObject(parser, field, deeper(depth));
      case START_ARRAY -> copyArray(parser, field, deeper(depth));
      case VALUE_STRING -> copyText(parser, field);
      case VALUE_TRUE -> json.ascii("true");
      case VALUE_FALSE -> json.ascii("false");
      case VALUE_NULL -> json.ascii("null");
      default ->
          json.ascii(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }
    requireSize(field, json.size());
  }

  private void copyText(JsonParser parser, FieldName field) throws IOException {
    requireSize(field, parser.getTextLength());
    json.quoted(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
  }

  private static int deeper(int depth) {
    if (depth == MAX_DEPTH) {
      throw new VaultException.LimitExceeded("nested deeper than " + MAX_DEPTH + " levels");
    }
    return depth + 1;
  }

  private void copyObject(JsonParser parser, FieldName field, int depth) throws IOException {
    json.mark('{');
    boolean empty = true;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      json.quoted(parser.currentName()).mark(':');
      parser.nextToken();
      copy(parser, field, depth);
      json.mark(',');
      empty = false;
    }
    close('}', empty);
  }

  private void copyArray(JsonParser parser, FieldName field, int depth) throws IOException {
    json.mark('[');
    boolean empty = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      copy(parser, field, depth);
      json.mark(',');
      empty = false;
    }
    close(']', empty);
  }

  private void close(char bracket, boolean empty) {
    if (!empty) {
      json.dropLast();
    }
    json.mark(bracket);
  }

  private static void requireSize(FieldName field, int bytes) {
    if (bytes > FieldValue.MAX_BYTES) {
      throw new VaultException.LimitExceeded(
          "the member " + field + " has more than " + FieldValue.MAX_BYTES + " bytes");
    }
  }
}
