package org.patientvault.internal.documents;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.patientvault.model.Confidentiality;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldRule;
import org.patientvault.model.GroupName;
import org.patientvault.model.RecordType;
import org.patientvault.model.Schema;
import org.patientvault.model.TypeSchema;

/** Looks for what is allowed in a schema and yet seldom meant. */
final class SchemaLint {
  private static final int GROUPS_WORTH_A_WORD = 7;

  private final Schema schema;
  private final Consumer<String> findings;

  private SchemaLint(Schema schema, Consumer<String> findings) {
    this.schema = schema;
    this.findings = findings;
  }

  static void check(Schema schema, Consumer<String> findings) {
    SchemaLint lint = new SchemaLint(schema, findings);
    lint.checkOrder();
    lint.checkUse();
    lint.checkOthers("types that the schema does not name", schema.otherTypes());
    TreeMap<String, TypeSchema> types = new TreeMap<>();
    schema.types().forEach((type, rules) -> types.put(type.value(), rules));
    types.forEach((name, rules) -> lint.checkType(new RecordType(name), rules));
  }

  private void checkOrder() {
    List<FieldClass> declared = new ArrayList<>(schema.classes().keySet());
    for (int i = 1; i < declared.size(); i++) {
      FieldClass earlier = declared.get(i - 1);
      FieldClass later = declared.get(i);
      if (level(later).compareTo(level(earlier)) < 0) {
        findings.accept(
            "classes: "
                + later
                + " ("
                + level(later)
                + ") stands after the stricter "
                + earlier
                + " ("
                + level(earlier)
                + "); the order is from the least to the most strict");
      }
    }
  }

  private void checkUse() {
    Set<FieldClass> used = new HashSet<>();
    used.add(schema.otherTypes().others().fieldClass());
    schema
        .types()
        .values()
        .forEach(
            type -> {
              used.add(type.others().fieldClass());
              type.fields().values().forEach(rule -> used.add(rule.fieldClass()));
            });
    schema.classes().keySet().stream()
        .filter(each -> !used.contains(each))
        .forEach(each -> findings.accept("classes: no field is of class " + each));
  }

  private void checkType(RecordType type, TypeSchema rules) {
    checkOthers(type.value(), rules);
    Set<GroupName> groups = new HashSet<>();
    rules.fields().values().forEach(rule -> groups.add(rule.group()));
    if (groups.size() >= GROUPS_WORTH_A_WORD) {
      findings.accept(type + ": " + groups.size() + " groups; each costs about 100 bytes a record");
    }
    rules
        .fields()
        .forEach(
            (field, rule) -> {
              if (!rule.padding().rounded() && level(rule).compareTo(Confidentiality.N) >= 0) {
                findings.accept(
                    type + "." + field + ": its exact length can be seen (padding: none)");
              }
            });
  }

  private void checkOthers(String where, TypeSchema rules) {
    if (level(rules.others()) != strictest()) {
      findings.accept(
          where
              + ": fields that are not named have class "
              + rules.others().fieldClass()
              + ", which is not the strictest; nobody has looked at what they hold");
    }
  }

  private Confidentiality strictest() {
    return schema.classes().values().stream().reduce(Confidentiality.U, Confidentiality::max);
  }

  private Confidentiality level(FieldRule rule) {
    return level(rule.fieldClass());
  }

  private Confidentiality level(FieldClass fieldClass) {
    return schema.confidentialityOf(fieldClass);
  }
}
