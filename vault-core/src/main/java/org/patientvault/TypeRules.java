package org.patientvault;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.patientvault.audit.JsonValue;
import org.patientvault.internal.sealing.FieldPlaces;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldName;
import org.patientvault.model.Schema;
import org.patientvault.model.TypeSchema;

/**
 * What the rules in force say of one record type. Requests ask for the same fields over and over,
 * so what follows from a set of fields is worked out once. Safe for use by several threads.
 */
final class TypeRules {
  /** Sets of fields that are remembered: an application has some dozens. */
  private static final int REMEMBERED = 1_000;

  private final Schema rules;
  private final TypeSchema schema;
  private final FieldPlaces places;
  private final Scope whole;
  private final Map<Set<FieldName>, Scope> asked = new ConcurrentHashMap<>();

  /**
   * Some fields of a type: as log entries name them, their classes and the highest confidentiality
   * of these, and their names as an entry's detail lists them.
   */
  record Scope(
      Set<FieldName> named, Set<FieldClass> classes, Confidentiality highest, JsonValue listed) {}

  TypeRules(Schema rules, FieldPlaces places) {
    this.rules = rules;
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

  /** All that records of the type may have, in fields named by the schema and others. */
  Scope whole() {
    return whole;
  }

  /** What a request about {@code fields} touches; one that names none is about the whole. */
  Scope touched(Set<FieldName> fields) {
    if (fields.isEmpty()) {
      return whole;
    }
    Scope known = asked.get(fields);
    if (known != null) {
      return known;
    }
    Set<FieldName> named = new TreeSet<>();
    fields.forEach(field -> named.add(schema.loggedName(field)));
    Scope made = scope(named);
    // Names that no schema knows come from outside: they must not fill the memory.
    if (asked.size() < REMEMBERED && schema.fields().keySet().containsAll(fields)) {
      asked.put(Set.copyOf(fields), made);
    }
    return made;
  }

  private Scope scope(Set<FieldName> named) {
    Set<FieldClass> classes = Access.classes(schema, named);
    return new Scope(
        named,
        classes,
        highest(classes),
        JsonValue.ofTexts(named.stream().map(FieldName::value).toList()));
  }

  private Confidentiality highest(Set<FieldClass> classes) {
    return classes.stream()
        .map(rules::confidentialityOf)
        .reduce(Confidentiality.U, Confidentiality::max);
  }

  /** An empty set of classes, in the order that entries and refusals name them. */
  static Set<FieldClass> noClasses() {
    return new TreeSet<>(Comparator.comparing(FieldClass::value));
  }
}
