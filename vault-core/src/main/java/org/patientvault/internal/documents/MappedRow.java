package org.patientvault.internal.documents;

import java.util.Map;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.RecordId;

/**
 * A row of a table as a record; holds medical data, so {@code toString} prints the number of fields
 * only.
 */
public record MappedRow(Owner owner, RecordId id, Map<FieldName, FieldValue> fields) {
  @Override
  public String toString() {
    return "MappedRow[" + fields.size() + " fields]";
  }
}
