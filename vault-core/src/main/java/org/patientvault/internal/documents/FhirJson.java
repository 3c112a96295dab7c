package org.patientvault.internal.documents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.RecordId;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;

/**
 * FHIR JSON to fields and back.
 *
 * <p>What comes back is equal as JSON: member order and spelling of escapes may differ, number text
 * ({@code 1.00}), unknown members, extensions, {@code _birthDate} siblings and nulls do not. Texts
 * become TEXT, {@code true} and {@code false} BOOLEAN, {@code null} NULL, all else compact JSON.
 */
public final class FhirJson {
  private FhirJson() {}

  /**
   * Reads one resource. {@link VaultException.InvalidInput} for what is not well-formed JSON in
   * UTF-8, has a name twice or no type; {@link VaultException.LimitExceeded} for more than 1,000
   * members, 64 levels, 8 MiB in one member or 32 MiB in all.
   */
  public static FhirResource read(byte[] json) {
    return read(json, new ResourceReader());
  }

  static FhirResource read(byte[] json, ResourceReader reader) {
    try (JsonParser parser = StrictJson.parser(json)) {
      parser.nextToken();
      FhirResource resource = reader.read(parser);
      if (parser.nextToken() != null) {
        throw new VaultException.InvalidInput("something follows the end of the resource");
      }
      return resource;
    } catch (JsonProcessingException e) {
      throw StrictJson.explained(e);
    } catch (IOException e) {
      throw new AssertionError("reading from memory cannot fail", e);
    }
  }

  /**
   * Compact JSON of a record: its type, its id unless that was made from the content, its fields.
   *
   * <p>Absent and erased fields are left out. Kinds that JSON does not know are written as FHIR
   * does: dates and instants as text, bytes as Base64.
   */
  public static byte[] write(RecordType type, RecordId id, Map<FieldName, FieldValue> fields) {
    CompactJson json = new CompactJson();
    json.ascii("{\"resourceType\":").quoted(type.value());
    if (!ContentId.is(id)) {
      json.ascii(",\"id\":").quoted(id.value());
    }
    fields.forEach((name, value) -> member(json, name, value));
    return json.mark('}').toBytes();
  }

  private static void member(CompactJson json, FieldName name, FieldValue value) {
    if (value.kind() == FieldValue.Kind.ABSENT || value.kind() == FieldValue.Kind.ERASED) {
      return;
    }
    json.mark(',').quoted(name.value()).mark(':');
    value(json, value);
  }

  static void value(CompactJson json, FieldValue value) {
    switch (value.kind()) {
      case NULL -> json.ascii("null");
      case TEXT -> json.quoted(value.asText());
      case INTEGER -> json.ascii(value.asInteger().toString());
      case DECIMAL -> json.ascii(value.asDecimal().toString());
      case BOOLEAN -> json.ascii(String.valueOf(value.asBoolean()));
      case DATE -> json.quoted(value.asDate().text());
      case INSTANT -> json.quoted(value.asInstant().toString());
      case BYTES -> json.quoted(Base64.getEncoder().encodeToString(value.asBytes()));
      case JSON -> json.raw(value);
      case ABSENT, ERASED -> throw new AssertionError("only stored kinds are written");
    }
  }
}
