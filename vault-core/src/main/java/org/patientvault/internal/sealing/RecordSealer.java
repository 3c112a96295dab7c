package org.patientvault.internal.sealing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.patientvault.internal.crypto.GroupCipher;
import org.patientvault.internal.crypto.GroupContext;
import org.patientvault.internal.crypto.GroupTags;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.ledger.Manifest;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.ledger.RecordBody.NewSlot;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.GroupName;
import org.patientvault.model.RecordKey;
import org.patientvault.model.RecordRef;
import org.patientvault.model.TypeSchema;
import org.patientvault.model.VaultId;

/**
 * Turns a record's fields into the body that is stored: one sealed value per group, and dummies.
 *
 * <p>The number of slots is a multiple of three, so that one group more or less does not show.
 * Lengths show as far as padding lets them. Safe for use by several threads.
 */
public final class RecordSealer {
  static final int SLOT_MULTIPLE = 3;

  /** A tag, and a byte that chooses the length. */
  private static final int DUMMY_RANDOM_BYTES = GroupTags.SIZE_BYTES + 1;

  private final VaultId vault;
  private final GroupCipher cipher;

  public RecordSealer(VaultId vault, GroupCipher cipher) {
    this.vault = vault;
    this.cipher = cipher;
  }

  /** Where one revision of one record is sealed, and under which key. */
  public record Place(
      RecordKey key, RecordRef record, int revision, PatientKey patientKey, TypeSchema schema) {}

  /** The fields of a record by group. */
  public static SortedMap<GroupName, SortedMap<FieldName, FieldValue>> byGroup(
      Map<FieldName, FieldValue> fields, TypeSchema schema) {
    TreeMap<GroupName, SortedMap<FieldName, FieldValue>> groups = new TreeMap<>();
    fields.forEach(
        (name, value) ->
            groups
                .computeIfAbsent(schema.ruleOf(name).group(), g -> new TreeMap<>())
                .put(name, value));
    return groups;
  }

  /** Seals every group anew. */
  public RecordBody seal(Place place, Map<FieldName, FieldValue> fields, Bytes fingerprint) {
    return seal(place, byGroup(fields, place.schema()), List.of(), fingerprint);
  }

  /** Seals {@code groups} and carries {@code carried} over from older revisions. */
  RecordBody seal(
      Place place,
      SortedMap<GroupName, SortedMap<FieldName, FieldValue>> groups,
      List<RecordBody.Slot> carried,
      Bytes fingerprint) {
    GroupTags tags = cipher.tags(place.patientKey(), place.record());
    List<NewSlot> slots = new ArrayList<>();
    carried.forEach(slot -> slots.add(NewSlot.carried(slot)));
    groups.forEach((name, fields) -> slots.add(sealGroup(place, tags, name, fields)));
    addDummies(place, slots);
    slots.sort(Comparator.comparing(NewSlot::tag));
    return tagged(place, RecordBody.write(fingerprint, slots));
  }

  private RecordBody tagged(Place place, RecordBody body) {
    Bytes content =
        Manifest.content(vault, place.key().patient(), place.record(), place.revision(), body);
    return body.tagged(cipher.rowTag(place.patientKey(), content));
  }

  private NewSlot sealGroup(
      Place place, GroupTags tags, GroupName name, SortedMap<FieldName, FieldValue> fields) {
    byte[] plaintext = GroupCodec.encode(fields, place.schema());
    GroupContext context = context(place, name);
    byte[] sealed = cipher.seal(place.patientKey(), context, plaintext, plaintext.length);
    return NewSlot.sealed(tags.of(name), place.revision(), sealed);
  }

  private GroupContext context(Place place, GroupName name) {
    RecordKey key = place.key();
    return new GroupContext(
        vault, key.patient(), place.record(), key.type(), name, place.revision());
  }

  private void addDummies(Place place, List<NewSlot> slots) {
    if (slots.size() % SLOT_MULTIPLE == 0 && !slots.isEmpty()) {
      return;
    }
    Set<Bytes> taken = new HashSet<>();
    slots.forEach(slot -> taken.add(slot.tag()));
    do {
      byte[] random = cipher.random(DUMMY_RANDOM_BYTES);
      Bytes tag = Bytes.of(random, 0, GroupTags.SIZE_BYTES);
      if (taken.add(tag)) {
        int length = GroupCodec.MIN_BYTES + 4 * (random[GroupTags.SIZE_BYTES] & 7);
        slots.add(NewSlot.sealed(tag, place.revision(), sealDummy(place, tag, length)));
      }
    } while (slots.size() % SLOT_MULTIPLE != 0);
  }

  private byte[] sealDummy(Place place, Bytes tag, int length) {
    return cipher.sealDummy(
        place.patientKey(),
        vault,
        place.key().patient(),
        place.record(),
        place.revision(),
        tag,
        length);
  }
}
