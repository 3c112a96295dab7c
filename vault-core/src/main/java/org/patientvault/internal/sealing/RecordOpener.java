package org.patientvault.internal.sealing;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.patientvault.internal.crypto.GroupCipher;
import org.patientvault.internal.crypto.GroupContext;
import org.patientvault.internal.crypto.GroupTags;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.ledger.AuditReceipt;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.ledger.RowClaim;
import org.patientvault.model.Bytes;
import org.patientvault.model.FieldName;
import org.patientvault.model.FieldValue;
import org.patientvault.model.GroupName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Opens sealed records, against a receipt only, and lets out exactly the fields the receipt's entry
 * names.
 *
 * <p>A group opens whole; its other members end here. Safe for use by several threads.
 */
public final class RecordOpener {
  private final VaultId vault;
  private final GroupCipher cipher;
  private final PatientKeys keys;

  public RecordOpener(VaultId vault, GroupCipher cipher, PatientKeys keys) {
    this.vault = vault;
    this.cipher = cipher;
    this.keys = keys;
  }

  /** The key versions that the row and the sealed values of {@code sealed} name. */
  static Set<Integer> keyVersions(SealedRecord sealed) {
    Set<Integer> versions = new HashSet<>();
    versions.add(sealed.keyVersion());
    sealed.body().slots().forEach(slot -> versions.add(located(sealed, slot).keyVersion()));
    return versions;
  }

  /** The fields that the entry names, of those the record has. */
  public SortedMap<FieldName, FieldValue> open(
      AuditReceipt receipt, SealedRecord sealed, FieldPlaces places) {
    RowClaim claim = receipt.claim(sealed.rowDigest());
    checkTag(sealed);
    Predicate<FieldName> named = name -> claim.fields().contains(places.inForce().loggedName(name));
    TreeMap<FieldName, FieldValue> released = new TreeMap<>();
    Tags tags = new Tags(sealed);
    for (GroupName group : places.groups(claim.fields())) {
      find(sealed, tags, group)
          .ifPresent(value -> addAll(released, decode(sealed, group, value, named)));
    }
    return released;
  }

  /** Who edits rows can cut slots away, but not make the tag of what is left. */
  private void checkTag(SealedRecord sealed) {
    PatientKey key = keys.key(sealed.key().patient(), sealed.keyVersion());
    Bytes tag = cipher.rowTag(key, sealed.content());
    if (!MessageDigest.isEqual(tag.unsafeArray(), sealed.body().tag().unsafeArray())) {
      throw new VaultException.Tampered(
          "revision "
              + sealed.revision()
              + " of record "
              + sealed.record()
              + " was not written with the patient's key; run patientvault audit verify --records");
    }
  }

  /** A field stands in one group at a time: {@link #amend} moves it when the schema did. */
  private static void addAll(Map<FieldName, FieldValue> released, Map<FieldName, FieldValue> more) {
    more.forEach(
        (name, value) -> {
          if (released.put(name, value) != null) {
            throw new VaultException.Tampered("a field stands in two groups of one record");
          }
        });
  }

  /**
   * What an update changes, where it goes, and where it may have stood; the fingerprint goes into
   * the new body.
   */
  public record Amendment(
      RecordSealer.Place place,
      FieldPlaces places,
      Map<FieldName, FieldValue> changes,
      Bytes fingerprint) {}

  /**
   * The body of the next revision: groups that hold a changed field are opened, merged and sealed
   * again; the others are carried over unopened. What was opened goes back under seal, never to a
   * caller.
   */
  public RecordBody amend(
      AuditReceipt receipt, SealedRecord before, Amendment amendment, RecordSealer sealer) {
    receipt.claim(before.rowDigest());
    checkTag(before);
    Map<FieldName, FieldValue> changes = amendment.changes();
    SortedMap<GroupName, SortedMap<FieldName, FieldValue>> target =
        RecordSealer.byGroup(changes, amendment.place().schema());
    TreeMap<GroupName, SortedMap<FieldName, FieldValue>> merged = new TreeMap<>();
    List<RecordBody.Slot> carried = new ArrayList<>(before.body().slots());
    Tags tags = new Tags(before);
    for (GroupName group : amendment.places().groups(changes.keySet())) {
      Optional<Located> found = find(before, tags, group);
      SortedMap<FieldName, FieldValue> fields =
          found.map(value -> decode(before, group, value, name -> true)).orElseGet(TreeMap::new);
      if (fields.keySet().removeAll(changes.keySet()) || target.containsKey(group)) {
        found.ifPresent(value -> carried.removeIf(slot -> slot.tag().equals(value.slot().tag())));
        fields.putAll(target.getOrDefault(group, Collections.emptySortedMap()));
        fields.values().removeIf(FieldValue::isAbsent);
        merged.put(group, fields);
      }
    }
    return sealer.seal(amendment.place(), merged, carried, amendment.fingerprint());
  }

  private SortedMap<FieldName, FieldValue> decode(
      SealedRecord sealed, GroupName group, Located value, Predicate<FieldName> wanted) {
    PatientRef patient = sealed.key().patient();
    GroupContext context =
        new GroupContext(
            vault,
            patient,
            sealed.record(),
            sealed.key().type(),
            group,
            value.slot().groupRevision());
    PatientKey key = keys.key(patient, value.keyVersion());
    RecordBody.Slot slot = value.slot();
    byte[] plaintext =
        cipher.open(key, context, value.body().encoded(), slot.offset(), slot.length());
    return GroupCodec.decode(plaintext, wanted);
  }

  /** The slot of {@code group}: its tag hangs on the key version that sealed it. */
  private static Optional<Located> find(SealedRecord sealed, Tags tags, GroupName group) {
    int version = 0;
    Bytes tag = null;
    for (RecordBody.Slot slot : sealed.body().slots()) {
      Located value = located(sealed, slot);
      if (tag == null || value.keyVersion() != version) {
        version = value.keyVersion();
        tag = tags.of(version, group);
      }
      if (tag.equals(slot.tag())) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** The tags of one record's groups: begun once for each key version. */
  private final class Tags {
    private final SealedRecord sealed;
    private final Map<Integer, GroupTags> byVersion = new HashMap<>(2);

    Tags(SealedRecord sealed) {
      this.sealed = sealed;
    }

    Bytes of(int version, GroupName group) {
      return byVersion.computeIfAbsent(version, this::begin).of(group);
    }

    private GroupTags begin(int version) {
      return cipher.tags(keys.key(sealed.key().patient(), version), sealed.record());
    }
  }

  /**
   * Where a slot's sealed value stands: the slot as its writer knew it, and the body that holds it.
   */
  private record Located(RecordBody body, RecordBody.Slot slot) {
    int keyVersion() {
      return RecordOpener.keyVersion(body, slot);
    }
  }

  /** The key version that an inline sealed value claims. */
  public static int keyVersion(RecordBody body, RecordBody.Slot slot) {
    if (slot.length() < 33) {
      throw new VaultException.Tampered(
          "a sealed value of " + slot.length() + " bytes is too short to be one");
    }
    return ByteBuffer.wrap(body.encoded()).getInt(slot.offset() + 1);
  }

  private static Located located(SealedRecord sealed, RecordBody.Slot slot) {
    if (slot.inline()) {
      return new Located(sealed.body(), slot);
    }
    RecordBody writer = sealed.carried().get(slot.groupRevision());
    if (writer != null) {
      for (RecordBody.Slot candidate : writer.slots()) {
        if (candidate.inline()
            && candidate.tag().equals(slot.tag())
            && candidate.digest().equals(slot.digest())) {
          return new Located(writer, candidate);
        }
      }
    }
    throw new VaultException.Tampered(
        "a group that revision "
            + sealed.revision()
            + " of record "
            + sealed.record()
            + " carries from revision "
            + slot.groupRevision()
            + " is not there any more");
  }
}
