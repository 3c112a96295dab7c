package org.patientvault;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.patientvault.audit.JsonValue;
import org.patientvault.internal.sealing.FieldPlaces;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldName;
import org.patientvault.model.TypeSchema;

/** What the rules in force say of one record type, worked out once. Immutable. */
final class TypeRules {
  private final TypeSchema schema;
  private final FieldPlaces places;
  private final Scope whole;

  /**
   * Some fields of a type: as log entries name them, their classes, and their names as an entry's
   * detail lists them.
   */
  record Scope(Set<FieldName> named, Set<FieldClass> classes, JsonValue listed) {}

  TypeRules(FieldPlaces places) {
    this.schema = places.inForce();
    this.places = places;
    this.whole = scope(schema.allNames());
  }

  TypeSchema schema() {
    return schema;
  }

  /** Where the type's values may be sealed. */
  FieldPlaces places() {
    return places;
  }

  /** What a request for {@code fields} asks for; none means all. */
  Scope asked(Set<FieldName> fields) {
    if (fields.isEmpty()) {
      return whole;
    }
    Set<FieldName> named = new TreeSet<>();
    fields.forEach(field -> named.add(schema.loggedName(field)));
    return scope(named);
  }

  private Scope scope(Set<FieldName> named) {
    return new Scope(
        named,
        Access.classes(schema, named),
        JsonValue.ofTexts(named.stream().map(FieldName::value).toList()));
  }

  /** An empty set of classes, in the order that entries and refusals name them. */
  static Set<FieldClass> noClasses() {
    return new TreeSet<>(Comparator.comparing(FieldClass::value));
  }
}
