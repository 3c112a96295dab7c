package org.patientvault.internal.documents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.RecordId;
import org.patientvault.model.RecordType;

/**
 * The id of a resource that has none: a digest of its content, so that importing it again finds it.
 *
 * <p>{@code urn:patientvault:content:} and, in hex, the SHA-256 of {@code PVci1} and the resource's
 * canonical JSON: compact, members of every object in the order of their names (UTF-16 code units),
 * number text as written. Guessable by whoever guesses the content: like every record id it is kept
 * sealed.
 */
final class ContentId {
  static final String PREFIX = "urn:patientvault:content:";

  private static final byte[] DOMAIN = "PVci1".getBytes(StandardCharsets.US_ASCII);

  private ContentId() {}

  static boolean is(RecordId id) {
    return id.value().startsWith(PREFIX);
  }

  static RecordId of(RecordType type, Map<FieldName, FieldValue> fields) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(DOMAIN);
      digest.update(canonical(type, fields));
      return new RecordId(PREFIX + HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  static byte[] canonical(RecordType type, Map<FieldName, FieldValue> fields) {
    TreeMap<String, byte[]> members = new TreeMap<>();
    members.put("resourceType", new CompactJson().quoted(type.value()).toBytes());
    fields.forEach((name, value) -> members.put(name.value(), canonical(value)));
    return object(members);
  }

  private static byte[] canonical(FieldValue value) {
    CompactJson json = new CompactJson();
    FhirJson.value(json, value);
    try (JsonParser parser = StrictJson.ofStored(json.toBytes())) {
      parser.nextToken();
      return canonical(parser);
    } catch (IOException e) {
      throw new AssertionError("what this package wrote is well-formed", e);
    }
  }

  private static byte[] canonical(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new CompactJson().quoted(parser.getText()).toBytes();
      default -> parser.getText().getBytes(StandardCharsets.US_ASCII);
    };
  }

  private static byte[] object(JsonParser parser) throws IOException {
    TreeMap<String, byte[]> members = new TreeMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, canonical(parser));
    }
    return object(members);
  }

  private static byte[] object(SortedMap<String, byte[]> members) {
    CompactJson json = new CompactJson().mark('{');
    members.forEach((name, value) -> json.quoted(name).mark(':').raw(value).mark(','));
    if (!members.isEmpty()) {
      json.dropLast();
    }
    return json.mark('}').toBytes();
  }

  private static byte[] array(JsonParser parser) throws IOException {
    CompactJson json = new CompactJson().mark('[');
    boolean empty = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      json.raw(canonical(parser)).mark(',');
      empty = false;
    }
    if (!empty) {
      json.dropLast();
    }
    return json.mark(']').toBytes();
  }
}
