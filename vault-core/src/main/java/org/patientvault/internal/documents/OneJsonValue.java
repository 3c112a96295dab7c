package org.patientvault.internal.documents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;

/**
 * Refuses a field whose JSON is not one whole value: written out among others it would end early,
 * or bring members that nobody asked for.
 */
public final class OneJsonValue {
  private OneJsonValue() {}

  /** Fields of other kinds pass; a bad one is an {@link IllegalArgumentException}. */
  public static void check(FieldName name, FieldValue value) {
    if (value.kind() == FieldValue.Kind.JSON && !isOne(value.asJson())) {
      throw new IllegalArgumentException("the field " + name + " does not hold one JSON value");
    }
  }

  private static boolean isOne(String json) {
    try (JsonParser parser = StrictJson.parser(json.getBytes(StandardCharsets.UTF_8))) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JsonProcessingException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }
}
