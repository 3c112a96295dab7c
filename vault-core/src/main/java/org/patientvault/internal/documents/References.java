package org.patientvault.internal.documents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;

/** Finds references in a resource's fields. */
final class References {
  private static final FieldName CONTAINED = new FieldName("contained");
  private static final FieldName IDENTIFIER = new FieldName("identifier");

  private References() {}

  /** Every reference at the places where this type names its patient, in order, as written. */
  static List<String> toPatient(FhirResource resource) {
    List<String> found = new ArrayList<>(2);
    for (List<String> path : PatientPaths.of(resource.type())) {
      FieldValue value = resource.fields().get(new FieldName(path.get(0)));
      if (value != null && value.kind() == FieldValue.Kind.JSON) {
        walk(value, parser -> collect(parser, path, 1, found));
      }
    }
    return found;
  }

  private static List<String> collect(
      JsonParser parser, List<String> path, int depth, List<String> found) throws IOException {
    switch (parser.currentToken()) {
      case START_ARRAY -> {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          collect(parser, path, depth, found);
        }
      }
      case START_OBJECT -> {
        if (depth == path.size()) {
          reference(parser, allowsPatientsOnly(path), found);
        } else {
          descend(parser, path, depth, found);
        }
      }
      default -> {}
    }
    return found;
  }

  private static void descend(JsonParser parser, List<String> path, int depth, List<String> found)
      throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean wanted = parser.currentName().equals(path.get(depth));
      parser.nextToken();
      if (wanted) {
        collect(parser, path, depth + 1, found);
      } else {
        parser.skipChildren();
      }
    }
  }

  /** In R4 an element of this name refers to a Patient and to nothing else. */
  private static boolean allowsPatientsOnly(List<String> path) {
    return path.get(path.size() - 1).equals("patient");
  }

  /** A literal reference, or a logical one to a patient, spelled as the search it stands for. */
  private static void reference(JsonParser parser, boolean toPatient, List<String> found)
      throws IOException {
    String literal = null;
    String type = toPatient ? "Patient" : null;
    PatientIdentifier identifier = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("reference") && token == JsonToken.VALUE_STRING) {
        literal = parser.getText();
      } else if (name.equals("type") && token == JsonToken.VALUE_STRING) {
        type = parser.getText();
      } else if (name.equals("identifier") && token == JsonToken.START_OBJECT) {
        identifier = identifier(parser);
      } else {
        parser.skipChildren();
      }
    }
    if (literal != null) {
      found.add(literal);
    } else if (identifier != null && "Patient".equals(type)) {
      found.add(Compartment.searchFor(identifier.issuer(), identifier.value()));
    }
  }

  /** The pairs of system and value in the resource's member {@code identifier}. */
  static List<PatientIdentifier> identifiers(FhirResource resource) {
    List<PatientIdentifier> found = new ArrayList<>();
    FieldValue value = resource.fields().get(IDENTIFIER);
    if (value != null && value.kind() == FieldValue.Kind.JSON) {
      walk(value, parser -> identifiers(parser, found));
    }
    return List.copyOf(found);
  }

  /** In R4 a list for most types and a single one for some; nothing else can hold any. */
  private static List<PatientIdentifier> identifiers(
      JsonParser parser, List<PatientIdentifier> found) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      addIfWhole(identifier(parser), found);
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        identifiers(parser, found);
      }
    }
    return found;
  }

  private static void addIfWhole(
      @Nullable PatientIdentifier identifier, List<PatientIdentifier> found) {
    if (identifier != null && !found.contains(identifier)) {
      found.add(identifier);
    }
  }

  private static @Nullable PatientIdentifier identifier(JsonParser parser) throws IOException {
    String system = null;
    String value = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("system") && token == JsonToken.VALUE_STRING) {
        system = parser.getText();
      } else if (name.equals("value") && token == JsonToken.VALUE_STRING) {
        value = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
    return system == null || value == null ? null : pair(system, value);
  }

  /** Null for what no index takes: empty, over-long, or with control characters. */
  private static @Nullable PatientIdentifier pair(String system, String value) {
    try {
      return new PatientIdentifier(system, value);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether the contained resource with this id is a Patient. */
  static boolean containsPatient(FhirResource resource, String id) {
    FieldValue value = resource.fields().get(CONTAINED);
    return value != null
        && value.kind() == FieldValue.Kind.JSON
        && walk(value, parser -> hasPatient(parser, id));
  }

  private static boolean hasPatient(JsonParser parser, String id) throws IOException {
    boolean found = false;
    while (parser.nextToken() != null) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        found |= isPatient(parser, id);
      }
    }
    return found;
  }

  private static boolean isPatient(JsonParser parser, String id) throws IOException {
    boolean sameId = false;
    boolean patient = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_STRING) {
        sameId |= name.equals("id") && parser.getText().equals(id);
        patient |= name.equals("resourceType") && parser.getText().equals("Patient");
      }
      parser.skipChildren();
    }
    return sameId && patient;
  }

  private interface Visit<T> {
    T at(JsonParser parser) throws IOException;
  }

  private static <T> T walk(FieldValue json, Visit<T> visit) {
    byte[] bytes = new byte[json.encodedSize()];
    json.encodeTo(bytes, 0);
    try (JsonParser parser = StrictJson.ofStored(bytes)) {
      parser.nextToken();
      return visit.at(parser);
    } catch (IOException e) {
      throw new AssertionError("what this package wrote is well-formed", e);
    }
  }
}
