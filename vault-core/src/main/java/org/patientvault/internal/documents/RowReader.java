package org.patientvault.internal.documents;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.RecordId;
import org.patientvault.model.VaultException;

/** Turns rows of a table into records, by a mapping. Safe for use by several threads. */
public final class RowReader {
  private final TableMapping mapping;

  public RowReader(TableMapping mapping) {
    this.mapping = mapping;
  }

  /**
   * One row.
   *
   * @param values what the row has in a column
   * @throws VaultException.InvalidInput when a value does not fit; names its column, never quotes
   *     it
   * @throws VaultException.LimitExceeded when a value is too large
   */
  public MappedRow read(Function<String, @Nullable Object> values) {
    Map<FieldName, FieldValue> fields = new TreeMap<>();
    for (ColumnRule rule : mapping.columns()) {
      fields.put(
          rule.field(),
          in(rule.column(), () -> ColumnValues.read(rule, values.apply(rule.column()))));
    }
    RecordId id =
        in(
            mapping.idColumn(),
            () -> new RecordId(named("the record's id", values.apply(mapping.idColumn()))));
    return new MappedRow(owner(values), id, Collections.unmodifiableMap(fields));
  }

  private Owner owner(Function<String, @Nullable Object> values) {
    return mapping.owner().map(named -> owner(named, values)).orElse(Owner.NOBODY);
  }

  private static Owner owner(
      TableMapping.OwnerColumns named, Function<String, @Nullable Object> values) {
    String issuer =
        named
            .issuerColumn()
            .map(column -> in(column, () -> named("the issuer", values.apply(column))))
            .or(named::issuer)
            .orElseThrow();
    return in(
        named.valueColumn(),
        () ->
            new Owner.Patient(
                new PatientIdentifier(
                    issuer, named("the patient's identifier", values.apply(named.valueColumn())))));
  }

  private static String named(String what, @Nullable Object value) throws UnfitValue {
    if (value == null) {
      throw new UnfitValue(what + " is null");
    }
    if (value instanceof Double || value instanceof Float) {
      // 12345678 would become 1.2345678E7, under which nobody finds the patient again.
      throw new UnfitValue(what + " is a binary number; have the source give a whole one, or text");
    }
    return ColumnValues.text(value);
  }

  private interface Step<T> {
    T take() throws UnfitValue;
  }

  private static <T> T in(String column, Step<T> step) {
    try {
      return step.take();
    } catch (UnfitValue | IllegalArgumentException e) {
      throw new VaultException.InvalidInput("column " + column + ": " + e.getMessage());
    } catch (VaultException.LimitExceeded e) {
      throw new VaultException.LimitExceeded("column " + column + ": " + e.getMessage());
    }
  }
}
