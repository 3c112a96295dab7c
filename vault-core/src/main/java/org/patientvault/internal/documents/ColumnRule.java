package org.patientvault.internal.documents;

import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import org.patientvault.model.FieldClass;
import org.patientvault.model.FieldName;

/**
 * What becomes of one column.
 *
 * @param stated the class of the field, where the mapping says it
 * @param reading what the value alone does not tell
 */
public record ColumnRule(
    String column, FieldName field, ColumnType type, Optional<FieldClass> stated, Reading reading) {

  /**
   * What a value of its type alone does not tell.
   *
   * @param scale of decimals; without it the one that the source gives
   * @param zone of points in time that say none
   * @param epoch the unit of points in time that are counted from 1970
   * @param yes what stands for true, and {@code no} for false; without them {@code t}, {@code true}
   *     or 1 and {@code f}, {@code false} or 0
   */
  public record Reading(
      OptionalInt scale,
      Optional<ZoneId> zone,
      Optional<ChronoUnit> epoch,
      Optional<String> yes,
      Optional<String> no) {
    public static final Reading PLAIN =
        new Reading(
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }
}
