package org.patientvault.internal.sealing;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.internal.crypto.GroupCipher;
import org.patientvault.internal.crypto.GroupContext;
import org.patientvault.internal.crypto.GroupTags;
import org.patientvault.internal.crypto.PatientKey;
import org.patientvault.internal.ledger.AuditReceipt;
import org.patientvault.internal.ledger.Manifest;
import org.patientvault.internal.ledger.RecordBody;
import org.patientvault.internal.ledger.RecordBody.NewSlot;
import org.patientvault.internal.store.RevisionRow;
import org.patientvault.model.Bytes;
import org.patientvault.model.GroupName;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Seals all revisions of one record again under another version of the patient's key, with the same
 * content, places and revisions.
 *
 * <p>Opens against a receipt that names every row, and lets no plaintext out. Safe for use by
 * several threads.
 */
public final class RecordResealer {
  private final VaultId vault;
  private final GroupCipher cipher;

  public RecordResealer(VaultId vault, GroupCipher cipher) {
    this.vault = vault;
    this.cipher = cipher;
  }

  /** A row as it is, and the digest that a receipt must name. */
  public record Stored(RevisionRow row, RecordBody body, Bytes content, Bytes digest) {}

  /** One record: all its rows, the oldest first, and the groups that its type ever had. */
  public record Rows(RecordType type, Set<GroupName> groups, List<Stored> rows) {
    public Rows {
      rows = List.copyOf(rows);
    }

    public PatientRef patient() {
      return rows.get(0).row().patient();
    }

    RecordRef record() {
      return rows.get(0).row().record();
    }

    /** The last row that was read. */
    public RevisionRow newest() {
      return rows.get(rows.size() - 1).row();
    }
  }

  /** Another body for the row with the same revision, and the digest that its entry commits to. */
  public record Resealed(RevisionRow before, int version, Bytes body, Bytes digest) {}

  /**
   * A row as it is, not opened.
   *
   * @throws VaultException.Tampered when it follows no format
   */
  public Stored stored(RevisionRow row) {
    RecordBody body = RecordBody.read(row.body());
    Bytes content = content(row, body);
    return new Stored(row, body, content, Manifest.row(content, body));
  }

  /**
   * The groups that the rows of a record have values in: told by their tags, with nothing opened.
   *
   * @throws VaultException.Tampered when a key that one is under is gone or was changed
   */
  public Set<GroupName> filled(Rows record, FetchedKeys keys) {
    Map<Integer, Map<Bytes, GroupName>> names = new HashMap<>();
    Set<GroupName> filled = new HashSet<>();
    for (Stored row : record.rows()) {
      for (RecordBody.Slot slot : row.body().slots()) {
        if (slot.inline()) {
          GroupName group =
              names
                  .computeIfAbsent(
                      RecordOpener.keyVersion(row.body(), slot),
                      version -> named(record, keys, version))
                  .get(slot.tag());
          if (group != null) {
            filled.add(group);
          }
        }
      }
    }
    return filled;
  }

  private Map<Bytes, GroupName> named(Rows record, FetchedKeys keys, int version) {
    GroupTags tags = cipher.tags(keys.key(record.patient(), version), record.record());
    Map<Bytes, GroupName> byTag = new HashMap<>();
    record.groups().forEach(group -> byTag.put(tags.of(group), group));
    return byTag;
  }

  /**
   * The rows that change, in their order; none where all of them are under {@code version}.
   *
   * @throws VaultException.Tampered when a row is not what was sealed with the patient's key
   */
  public List<Resealed> reseal(AuditReceipt receipt, Rows record, FetchedKeys keys, int version) {
    Work work = new Work(record, keys, keys.key(record.patient(), version));
    List<Resealed> changed = new ArrayList<>();
    for (Stored row : record.rows()) {
      receipt.claim(row.digest());
      work.row(row, changed);
    }
    return changed;
  }

  private Bytes content(RevisionRow row, RecordBody body) {
    return Manifest.content(vault, row.patient(), row.record(), row.revision(), body);
  }

  /** Where a sealed value stood: values are carried by this and their digest. */
  private record Place(int groupRevision, Bytes tag) {}

  /** Its successor. */
  private record Successor(Bytes tag, Bytes digest) {}

  /** One record while it is sealed again. */
  private final class Work {
    private final Rows record;
    private final FetchedKeys keys;
    private final PatientKey key;
    private final GroupTags tags;
    private final Map<Integer, Map<Bytes, GroupName>> names = new HashMap<>();
    private final Map<Place, Successor> successors = new HashMap<>();

    Work(Rows record, FetchedKeys keys, PatientKey key) {
      this.record = record;
      this.keys = keys;
      this.key = key;
      this.tags = cipher.tags(key, record.record());
    }

    void row(Stored stored, List<Resealed> changed) {
      checkTag(stored);
      RevisionRow row = stored.row();
      RecordBody body = stored.body();
      Set<Bytes> taken = new HashSet<>();
      List<NewSlot> slots = new ArrayList<>(body.slots().size());
      boolean same = row.keyVersion() == key.version();
      for (RecordBody.Slot slot : body.slots()) {
        NewSlot renewed = slot.inline() ? inline(body, slot, taken) : carried(slot);
        same &= renewed.tag().equals(slot.tag()) && renewed.isOf(slot);
        slots.add(renewed);
      }
      if (!same) {
        changed.add(written(row, body, slots));
      }
    }

    private Resealed written(RevisionRow row, RecordBody before, List<NewSlot> slots) {
      slots.sort(Comparator.comparing(NewSlot::tag));
      RecordBody untagged = RecordBody.write(before.fingerprint(), slots);
      Bytes content = content(row, untagged);
      RecordBody body = untagged.tagged(cipher.rowTag(key, content));
      return new Resealed(
          row, key.version(), Bytes.wrap(body.encoded()), Manifest.row(content, body));
    }

    private void checkTag(Stored stored) {
      PatientKey with = keys.key(record.patient(), stored.row().keyVersion());
      Bytes tag = cipher.rowTag(with, stored.content());
      if (!MessageDigest.isEqual(tag.toArray(), stored.body().tag().toArray())) {
        throw new VaultException.Tampered(
            "revision "
                + stored.row().revision()
                + " of record "
                + record.record()
                + " was not written with the patient's key; run patientvault audit verify"
                + " --records");
      }
    }

    private NewSlot inline(RecordBody body, RecordBody.Slot slot, Set<Bytes> taken) {
      int version = RecordOpener.keyVersion(body, slot);
      NewSlot renewed = version == key.version() ? asItIs(body, slot) : again(body, slot, version);
      while (!taken.add(renewed.tag())) {
        renewed = again(body, slot, version);
      }
      successors.put(
          new Place(slot.groupRevision(), slot.tag()),
          new Successor(renewed.tag(), renewed.digest()));
      return renewed;
    }

    private static NewSlot asItIs(RecordBody body, RecordBody.Slot slot) {
      return NewSlot.sealed(slot.tag(), slot.groupRevision(), sealed(body, slot));
    }

    private static byte[] sealed(RecordBody body, RecordBody.Slot slot) {
      return java.util.Arrays.copyOfRange(
          body.encoded(), slot.offset(), slot.offset() + slot.length());
    }

    private NewSlot again(RecordBody body, RecordBody.Slot slot, int version) {
      GroupName group =
          names.computeIfAbsent(version, each -> named(record, keys, each)).get(slot.tag());
      return group == null ? dummy(body, slot, version) : group(body, slot, version, group);
    }

    private NewSlot group(RecordBody body, RecordBody.Slot slot, int version, GroupName group) {
      GroupContext context =
          new GroupContext(
              vault, record.patient(), record.record(), record.type(), group, slot.groupRevision());
      byte[] plaintext =
          cipher.open(
              keys.key(record.patient(), version),
              context,
              body.encoded(),
              slot.offset(),
              slot.length());
      byte[] sealed = cipher.seal(key, context, plaintext, plaintext.length);
      return NewSlot.sealed(tags.of(group), slot.groupRevision(), sealed);
    }

    /** What is no group must be proven to be none: a group that no schema names stays found. */
    private NewSlot dummy(RecordBody body, RecordBody.Slot slot, int version) {
      cipher.checkDummy(
          keys.key(record.patient(), version),
          vault,
          record.patient(),
          record.record(),
          slot.groupRevision(),
          slot.tag(),
          sealed(body, slot));
      Bytes tag = Bytes.wrap(cipher.random(GroupTags.SIZE_BYTES));
      byte[] sealed =
          cipher.sealDummy(
              key,
              vault,
              record.patient(),
              record.record(),
              slot.groupRevision(),
              tag,
              slot.length() - GroupCipher.OVERHEAD_BYTES);
      return NewSlot.sealed(tag, slot.groupRevision(), sealed);
    }

    private NewSlot carried(RecordBody.Slot slot) {
      @Nullable Successor successor = successors.get(new Place(slot.groupRevision(), slot.tag()));
      if (successor == null) {
        throw new VaultException.Tampered(
            "record "
                + record.record()
                + " carries a group from revision "
                + slot.groupRevision()
                + " that is not there");
      }
      return NewSlot.carried(successor.tag(), slot.groupRevision(), successor.digest());
    }
  }
}
