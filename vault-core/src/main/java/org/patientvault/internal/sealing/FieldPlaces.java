package org.patientvault.internal.sealing;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldName;
import org.patientvault.model.GroupName;
import org.patientvault.model.TypeSchema;

/**
 * The groups in which a type's fields may stand: the one that the schema in force names, and, in
 * values sealed before it came, those of earlier schemas.
 *
 * <p>Without the earlier ones a field that changed its group would read as absent. Safe for use by
 * several threads.
 */
public final class FieldPlaces {
  /** Sets of fields whose groups are remembered: an application asks for some dozens. */
  private static final int REMEMBERED = 1_000;

  private final TypeSchema inForce;
  private final List<TypeSchema> earlier;
  private final Map<Set<FieldName>, Set<GroupName>> known = new ConcurrentHashMap<>();

  public FieldPlaces(TypeSchema inForce, List<TypeSchema> earlier) {
    this.inForce = inForce;
    this.earlier = List.copyOf(earlier);
  }

  /** The schema that names what is written now. */
  public TypeSchema inForce() {
    return inForce;
  }

  /** Every group that any value of the type may stand in. */
  public Set<GroupName> all() {
    TreeSet<GroupName> groups = new TreeSet<>();
    addAll(groups, inForce);
    earlier.forEach(schema -> addAll(groups, schema));
    return Collections.unmodifiableSet(groups);
  }

  /** Of every group, the classes of the fields that may stand in it. */
  public Map<GroupName, Set<FieldClass>> classes() {
    Map<GroupName, Set<FieldClass>> classes = new HashMap<>();
    addClasses(classes, inForce);
    earlier.forEach(schema -> addClasses(classes, schema));
    return classes;
  }

  private static void addClasses(Map<GroupName, Set<FieldClass>> classes, TypeSchema schema) {
    Stream.concat(Stream.of(schema.others()), schema.fields().values().stream())
        .forEach(
            rule ->
                classes
                    .computeIfAbsent(rule.group(), each -> new HashSet<>())
                    .add(rule.fieldClass()));
  }

  private static void addAll(Set<GroupName> groups, TypeSchema schema) {
    groups.add(schema.others().group());
    schema.fields().values().forEach(rule -> groups.add(rule.group()));
  }

  /** Every group that may hold one of {@code fields}, which are named as log entries name them. */
  Set<GroupName> groups(Set<FieldName> fields) {
    Set<GroupName> groups = known.get(fields);
    if (groups == null) {
      groups = find(fields);
      // Names that no schema knows come from outside: they must not fill the memory.
      if (known.size() < REMEMBERED && fields.stream().allMatch(this::isNamed)) {
        known.put(Set.copyOf(fields), groups);
      }
    }
    return groups;
  }

  private boolean isNamed(FieldName field) {
    return field.equals(FieldName.OTHERS) || inForce.fields().containsKey(field);
  }

  /** The number of sets of fields whose groups are remembered. */
  int remembered() {
    return known.size();
  }

  private Set<GroupName> find(Set<FieldName> fields) {
    TreeSet<GroupName> groups = new TreeSet<>();
    for (FieldName field : fields) {
      if (field.equals(FieldName.OTHERS)) {
        addOthers(groups);
      } else {
        groups.add(inForce.ruleOf(field).group());
        earlier.forEach(schema -> groups.add(schema.ruleOf(field).group()));
      }
    }
    return Collections.unmodifiableSet(groups);
  }

  /** What is unnamed now may have had a name, and so another group, in an earlier schema. */
  private void addOthers(Set<GroupName> groups) {
    groups.add(inForce.others().group());
    for (TypeSchema schema : earlier) {
      groups.add(schema.others().group());
      schema.fields().keySet().stream()
          .filter(name -> !inForce.fields().containsKey(name))
          .forEach(name -> groups.add(schema.ruleOf(name).group()));
    }
  }
}
