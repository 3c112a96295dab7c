package org.patientvault.internal.sealing;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.patientvault.model.FieldName;
import org.patientvault.model.GroupName;
import org.patientvault.model.TypeSchema;

/**
 * The groups in which a type's fields may stand: the one that the schema in force names, and, in
 * values sealed before it came, those of earlier schemas.
 *
 * <p>Without the earlier ones a field that changed its group would read as absent. Immutable.
 */
public record FieldPlaces(TypeSchema inForce, List<TypeSchema> earlier) {
  public FieldPlaces {
    earlier = List.copyOf(earlier);
  }

  /** Every group that may hold one of {@code fields}, which are named as log entries name them. */
  Set<GroupName> groups(Set<FieldName> fields) {
    TreeSet<GroupName> groups = new TreeSet<>();
    for (FieldName field : fields) {
      if (field.equals(FieldName.OTHERS)) {
        addOthers(groups);
      } else {
        groups.add(inForce.ruleOf(field).group());
        earlier.forEach(schema -> groups.add(schema.ruleOf(field).group()));
      }
    }
    return groups;
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
