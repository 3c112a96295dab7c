package org.patientvault.internal.sealing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.patientvault.internal.crypto.GroupCipher;
import org.patientvault.internal.crypto.GroupContext;
import org.patientvault.internal.crypto.GroupTags;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.GroupName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.TypeSchema;
import org.patientvault.model.VaultId;

/**
 * A record's groups sealed and opened as {@link RecordSealer} and {@link RecordOpener} do it,
 * without the receipt of a log entry: for benchmarks, which have no log. Stands in this package to
 * reach the codec that products must not reach.
 */
public final class SealedGroups {
  private final VaultId vault;
  private final GroupCipher cipher;

  public SealedGroups(VaultId vault, GroupCipher cipher) {
    this.vault = vault;
    this.cipher = cipher;
  }

  /** The sealed groups alone: no tags, no dummies, no row. */
  public SortedMap<GroupName, byte[]> seal(
      RecordSealer.Place place, Map<FieldName, FieldValue> fields) {
    TreeMap<GroupName, byte[]> sealed = new TreeMap<>();
    RecordSealer.byGroup(fields, place.schema())
        .forEach((name, members) -> sealed.put(name, seal(place, name, members)));
    return sealed;
  }

  private byte[] seal(
      RecordSealer.Place place, GroupName name, SortedMap<FieldName, FieldValue> fields) {
    byte[] plaintext = GroupCodec.encode(fields, place.schema());
    return cipher.seal(place.patientKey(), context(place, name), plaintext, plaintext.length);
  }

  /** What {@link #seal} sealed. */
  public SortedMap<FieldName, FieldValue> open(
      RecordSealer.Place place, SortedMap<GroupName, byte[]> sealed) {
    TreeMap<FieldName, FieldValue> fields = new TreeMap<>();
    sealed.forEach(
        (name, value) -> {
          byte[] plaintext =
              cipher.open(place.patientKey(), context(place, name), value, 0, value.length);
          fields.putAll(GroupCodec.decode(plaintext, field -> true));
        });
    return fields;
  }

  /** The groups that a record's fields may stand in; the vault works them out once for a schema. */
  public static Set<GroupName> names(TypeSchema schema) {
    return new FieldPlaces(schema, List.of()).groups(schema.allNames());
  }

  /** All fields of a stored row: reads it, finds each group by its tag, opens it. */
  public SortedMap<FieldName, FieldValue> open(
      RecordSealer.Place place, Set<GroupName> names, Bytes row) {
    RecordBody body = RecordBody.read(row);
    GroupTags tags = cipher.tags(place.patientKey(), place.record());
    TreeMap<FieldName, FieldValue> fields = new TreeMap<>();
    for (GroupName name : names) {
      Bytes tag = tags.of(name);
      for (RecordBody.Slot slot : body.slots()) {
        if (slot.tag().equals(tag)) {
          fields.putAll(GroupCodec.decode(open(place, name, body, slot), field -> true));
        }
      }
    }
    return fields;
  }

  private byte[] open(
      RecordSealer.Place place, GroupName name, RecordBody body, RecordBody.Slot slot) {
    return cipher.open(
        place.patientKey(), context(place, name), body.encoded(), slot.offset(), slot.length());
  }

  private GroupContext context(RecordSealer.Place place, GroupName name) {
    PatientRef patient = place.key().patient();
    return new GroupContext(
        vault, patient, place.record(), place.key().type(), name, place.revision());
  }
}
