package org.patientvault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.patientvault.access.AccessRequest;
import org.patientvault.audit.EventCode;
import org.patientvault.internal.documents.ColumnRule;
import org.patientvault.internal.documents.MappedRow;
import org.patientvault.internal.documents.RowReader;
import org.patientvault.internal.documents.TableMapping;
import org.patientvault.internal.source.SourceRow;
import org.patientvault.internal.source.SourceTable;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldName;
import org.patientvault.model.TypeSchema;
import org.patientvault.model.VaultException;

/**
 * What is to become of a table, once it was held against schema, access policy and table: all that
 * can be known before the first row is read.
 */
final class MigrationPlan {
  private final TableMapping mapping;
  private final RowReader reader;

  MigrationPlan(TableMapping mapping) {
    this.mapping = mapping;
    this.reader = new RowReader(mapping);
  }

  TableMapping mapping() {
    return mapping;
  }

  SourceTable open(MigrationSource source) {
    return SourceTable.open(
        source.url(), source.login(), mapping.table(), mapping.key(), mapping.read());
  }

  /** A row on its way; one that does not fit is refused with the name of its column. */
  Incoming incoming(SourceRow row) {
    MappedRow mapped = reader.read(row::value);
    return new Incoming(mapped.owner(), mapping.type(), mapped.id(), mapped.fields(), List.of());
  }

  /**
   * Every field must have the class that a reviewer of the mapping expects: the schema names it, or
   * the mapping says which class it has as one of the others.
   */
  void checkSchema(Rules rules) {
    TypeSchema type = rules.schema().of(mapping.type());
    List<String> wrong = new ArrayList<>();
    for (ColumnRule rule : mapping.columns()) {
      FieldClass has = type.ruleOf(rule.field()).fieldClass();
      boolean named = type.fields().containsKey(rule.field());
      if (rule.stated().map(stated -> !stated.equals(has)).orElse(!named)) {
        wrong.add(
            rule.field() + (named ? " is of class " + has : " is not named, so of class " + has));
      }
    }
    if (!wrong.isEmpty()) {
      throw new VaultException.InvalidInput(
          "the schema in force does not agree with the mapping: in type "
              + mapping.type()
              + ", the field "
              + String.join("; the field ", wrong)
              + "; install a schema that names them, or say that class in the mapping");
    }
  }

  /** A refusal is in the log before the first row is read. */
  void checkPolicy(Access access, Rules rules) {
    Set<FieldName> fields =
        mapping.columns().stream()
            .map(ColumnRule::field)
            .collect(Collectors.toCollection(TreeSet::new));
    access.demand(
        access.draft(EventCode.CREATE, rules),
        rules,
        rules.of(mapping.type()).touched(fields).classes(),
        each -> AccessRequest.write(access.actor.role(), access.purpose, each));
  }

  /** Nothing of the table is forgotten silently, and its rows can be told apart. */
  void checkTable(SourceTable table) {
    List<String> forgotten = new ArrayList<>(table.columns());
    forgotten.removeAll(mapping.read());
    forgotten.removeAll(mapping.ignored());
    if (!forgotten.isEmpty()) {
      throw new VaultException.InvalidInput(
          "the mapping does not mention the column "
              + String.join(", ", forgotten)
              + "; name it under 'columns', or under 'ignore'");
    }
    List<String> unknown =
        mapping.ignored().stream()
            .filter(each -> !table.columns().contains(each))
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      throw new VaultException.InvalidInput(
          "the mapping ignores the column "
              + String.join(", ", unknown)
              + ", and the table has none of that name");
    }
    if (table.lacksKeys()) {
      throw new VaultException.InvalidInput(
          "the key does not tell rows apart: it is null in some; name other columns");
    }
    if (table.repeats(mapping.naming())) {
      throw new VaultException.InvalidInput(
          "two rows of one patient have the same record id; name a column that is unique for each"
              + " patient");
    }
  }

  /** For each column that becomes a field, none yet. */
  Map<String, Long> noNulls() {
    Map<String, Long> nulls = new LinkedHashMap<>();
    mapping.columns().forEach(rule -> nulls.put(rule.column(), 0L));
    return nulls;
  }

  /** Different patients that the table names. */
  long countPatients(SourceTable table) {
    return mapping
        .owner()
        .map(
            owner -> {
              List<String> named = new ArrayList<>(owner.issuerColumn().stream().toList());
              named.add(owner.valueColumn());
              return table.countDistinct(named);
            })
        .orElse(0L);
  }
}
