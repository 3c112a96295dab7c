package org.patientvault.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names each record type's fields, their classes, groups and padding; reviewed as data, loaded from
 * YAML.
 *
 * <p>{@code classes} holds each class with its confidentiality, from the least to the most strict.
 * {@code otherTypes} is what holds for a type that {@code types} does not name.
 */
public record Schema(
    String name,
    Map<FieldClass, Confidentiality> classes,
    Map<RecordType, TypeSchema> types,
    TypeSchema otherTypes) {
  public Schema {
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    types = Map.copyOf(types);
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("a schema names at least one class");
    }
  }

  /** The schema of {@code type}. */
  public TypeSchema of(RecordType type) {
    return types.getOrDefault(type, otherTypes);
  }

  /** The confidentiality of {@code fieldClass}; unknown classes count as very restricted. */
  public Confidentiality confidentialityOf(FieldClass fieldClass) {
    return classes.getOrDefault(fieldClass, Confidentiality.V);
  }
}
