package org.patientvault.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the schema says of one record type: a rule per named field, and the rule for all others. */
public record TypeSchema(Map<FieldName, FieldRule> fields, FieldRule others) {
  public TypeSchema {
    // In order of the names, and looked up for every field of every record.
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(fields)));
    if (fields.containsKey(FieldName.OTHERS)) {
      throw new IllegalArgumentException("the rule for other fields is given apart");
    }
  }

  /** The rule that holds for {@code field}. */
  public FieldRule ruleOf(FieldName field) {
    FieldRule rule = fields.get(field);
    return rule == null ? others : rule;
  }

  /**
   * What a log entry calls {@code field}: its own name where the schema has it, else {@link
   * FieldName#OTHERS}.
   */
  public FieldName loggedName(FieldName field) {
    return fields.containsKey(field) ? field : FieldName.OTHERS;
  }

  /**
   * Every name a request for the whole record asks for: the named fields and {@link
   * FieldName#OTHERS}, in order.
   */
  public Set<FieldName> allNames() {
    TreeSet<FieldName> names = new TreeSet<>(fields.keySet());
    names.add(FieldName.OTHERS);
    return Collections.unmodifiableSet(names);
  }
}
