package org.patientvault.internal.documents;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.patientvault.model.RecordType;

/**
 * What becomes of each row of a table: whose record it is, what the record is called, and which
 * column becomes which field. Form: docs/moving-in.md.
 *
 * @param table its name, behind that of its schema if there are two
 * @param key the columns that order the rows and tell them apart
 * @param owner whose the rows are; empty for nobody's
 * @param idColumn holds the record's id, which its patient has once for this type
 * @param columns those that become fields, in the order of the file
 * @param ignored those that stay behind
 */
public record TableMapping(
    List<String> table,
    List<String> key,
    Optional<OwnerColumns> owner,
    RecordType type,
    String idColumn,
    List<ColumnRule> columns,
    Set<String> ignored) {

  /**
   * Where a row names its patient.
   *
   * @param issuer the issuer of all; or {@code issuerColumn} holds each row's
   */
  public record OwnerColumns(
      Optional<String> issuer, Optional<String> issuerColumn, String valueColumn) {
    List<String> columns() {
      List<String> columns = new ArrayList<>(issuerColumn.stream().toList());
      columns.add(valueColumn);
      return columns;
    }
  }

  public TableMapping {
    table = List.copyOf(table);
    key = List.copyOf(key);
    columns = List.copyOf(columns);
    ignored = Set.copyOf(ignored);
  }

  /** Every column whose value is read, each once. */
  public List<String> read() {
    Set<String> read = new LinkedHashSet<>(key);
    owner.ifPresent(named -> read.addAll(named.columns()));
    read.add(idColumn);
    columns.forEach(rule -> read.add(rule.column()));
    return List.copyOf(read);
  }

  /** The columns that name a record: its patient's, and its id. */
  public List<String> naming() {
    Set<String> naming = new LinkedHashSet<>();
    owner.ifPresent(named -> naming.addAll(named.columns()));
    naming.add(idColumn);
    return List.copyOf(naming);
  }
}
