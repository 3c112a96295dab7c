package org.patientvault;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import org.patientvault.internal.documents.FhirJson;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.RecordKey;

/**
 * One revision of a record as it was released: the fields that the log entry names, no others.
 *
 * <p>{@code toString} prints counts only. Immutable.
 */
public final class RecordView {
  private final RecordKey key;
  private final int revision;
  private final long logIndex;
  private final Set<FieldName> asked;
  private final boolean othersAsked;
  private final SortedMap<FieldName, FieldValue> fields;

  /** Takes {@code fields} over. */
  RecordView(
      RecordKey key,
      int revision,
      long logIndex,
      Set<FieldName> asked,
      SortedMap<FieldName, FieldValue> fields) {
    this.key = key;
    this.revision = revision;
    this.logIndex = logIndex;
    this.asked = asked;
    this.othersAsked = asked.contains(FieldName.OTHERS);
    this.fields = Collections.unmodifiableSortedMap(fields);
  }

  /** Which record this is. */
  public RecordKey key() {
    return key;
  }

  /** Which revision this is, from 1; what {@code update} wants to know. */
  public int revision() {
    return revision;
  }

  /** The index of the log entry that released this view. */
  public long logIndex() {
    return logIndex;
  }

  /** The fields present, in order of their names. */
  public SortedMap<FieldName, FieldValue> fields() {
    return fields;
  }

  /**
   * The value of one field; {@link FieldValue#absent} when the record has no such field. In what
   * {@link Session#put} stored, strings are text, {@code true}, {@code false} and {@code null} are
   * themselves, and all else, numbers included, is JSON as it was written.
   *
   * @throws IllegalArgumentException when the entry does not name the field: ask for it when
   *     reading
   */
  public FieldValue get(String name) {
    FieldName field = new FieldName(name);
    FieldValue value = fields.get(field);
    if (value == null && !asked.contains(field) && !othersAsked) {
      throw new IllegalArgumentException(
          "the field " + name + " was not asked for, so it was not released");
    }
    return value == null ? FieldValue.absent() : value;
  }

  /**
   * The released fields as one JSON object with {@code resourceType} and {@code id}: a FHIR
   * resource comes back equal when all of it was asked for.
   */
  public byte[] json() {
    return FhirJson.write(key.type(), key.id(), fields);
  }

  @Override
  public String toString() {
    return "RecordView["
        + key.type()
        + ", revision "
        + revision
        + ", "
        + fields.size()
        + " fields]";
  }
}
