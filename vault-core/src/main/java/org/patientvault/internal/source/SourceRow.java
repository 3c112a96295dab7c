package org.patientvault.internal.source;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row as the database gave it; {@code toString} says which one it is.
 *
 * @param number its place in the order of the key, from 1, among the rows that were read
 */
public record SourceRow(long number, Map<String, @Nullable Object> values) {
  /** What stands in a column: null, a number, bytes, or a text. */
  public @Nullable Object value(String column) {
    return values.get(column);
  }

  @Override
  public String toString() {
    return "row " + number;
  }
}
