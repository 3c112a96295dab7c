package org.patientvault.internal.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.internal.crypto.GroupCipher;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The stored form of one record revision: a slot per group, with the sealed values written by this
 * revision.
 *
 * <p>Shows how many slots there are, how long each is and which revision wrote it; a slot's group
 * is hidden behind its tag. Ends with a keyed tag over its content, to be checked before it is
 * believed; the log's entry speaks for all of it. Immutable. Format:
 * docs/formats/field-envelope.md.
 */
public final class RecordBody {
  public static final int FINGERPRINT_BYTES = 16;
  static final int TAG_BYTES = 8;
  static final int ROW_TAG_BYTES = GroupCipher.ROW_TAG_BYTES;
  static final int DIGEST_BYTES = 32;
  private static final int MAX_SLOTS = 300;
  private static final byte[] MAGIC = {'R', '1'};

  private final byte[] encoded;
  private final Bytes fingerprint;
  private final List<Slot> slots;
  private final Bytes tag;

  /**
   * One slot. {@code inline} says whether the sealed value stands in this body ({@code offset},
   * {@code length}); else {@code digest} names the value that {@code groupRevision} wrote.
   */
  public record Slot(
      Bytes tag, int groupRevision, boolean inline, int offset, int length, Bytes digest) {}

  private RecordBody(byte[] encoded, Bytes fingerprint, List<Slot> slots) {
    this.encoded = encoded;
    this.fingerprint = fingerprint;
    this.slots = slots;
    this.tag = Bytes.of(encoded, encoded.length - ROW_TAG_BYTES, ROW_TAG_BYTES);
  }

  /**
   * A value to be written: {@code sealed} now, or carried from an older revision by its {@code
   * digest}.
   */
  public static final class NewSlot {
    private final Bytes tag;
    private final int groupRevision;
    private final byte[] sealed;
    private final byte[] digest;

    private NewSlot(Bytes tag, int groupRevision, byte[] sealed, byte[] digest) {
      this.tag = tag;
      this.groupRevision = groupRevision;
      this.sealed = sealed;
      this.digest = digest;
    }

    /** A group this revision seals. */
    public static NewSlot sealed(Bytes tag, int groupRevision, byte[] sealed) {
      return new NewSlot(tag, groupRevision, sealed, new byte[0]);
    }

    /** A group this revision leaves as it is. */
    public static NewSlot carried(Slot slot) {
      return new NewSlot(
          slot.tag(), slot.groupRevision(), new byte[0], slot.digest().unsafeArray());
    }

    /** A group that another revision sealed, which is known by its digest. */
    public static NewSlot carried(Bytes tag, int groupRevision, Bytes digest) {
      return new NewSlot(tag, groupRevision, new byte[0], digest.toArray());
    }

    public Bytes tag() {
      return tag;
    }

    /** The digest of the sealed value. */
    public Bytes digest() {
      return isCarried() ? Bytes.wrap(digest) : Sha256.of(sealed);
    }

    /** Whether it is the same sealed value as that of {@code slot}. */
    public boolean isOf(Slot slot) {
      return digest().equals(slot.digest());
    }

    private boolean isCarried() {
      return sealed.length == 0;
    }
  }

  /**
   * Writes a body without its tag, which {@link #tagged} adds. {@code slots} must be in rising
   * order of their tags.
   */
  public static RecordBody write(Bytes fingerprint, List<NewSlot> slots) {
    ByteBuffer out = ByteBuffer.allocate(sizeOf(slots));
    out.put(MAGIC).put(fingerprint.unsafeArray()).putShort((short) slots.size());
    for (NewSlot slot : slots) {
      out.put(slot.tag.unsafeArray()).putInt(slot.groupRevision);
      if (slot.isCarried()) {
        out.put((byte) 0).put(slot.digest);
      } else {
        out.put((byte) 1).putInt(slot.sealed.length);
      }
    }
    slots.forEach(slot -> out.put(slot.sealed));
    return read(Bytes.wrap(out.array()));
  }

  /** The same with the tag of its content. */
  public RecordBody tagged(Bytes rowTag) {
    byte[] whole = encoded.clone();
    rowTag.copyTo(whole, whole.length - ROW_TAG_BYTES);
    return new RecordBody(whole, fingerprint, slots);
  }

  private static int sizeOf(List<NewSlot> slots) {
    int size = MAGIC.length + FINGERPRINT_BYTES + 2 + ROW_TAG_BYTES;
    for (NewSlot slot : slots) {
      size += TAG_BYTES + 4 + 1;
      size += slot.isCarried() ? DIGEST_BYTES : 4 + slot.sealed.length;
    }
    return size;
  }

  /**
   * Reads a body strictly; whatever deviates from the format is {@link VaultException.Tampered}.
   */
  public static RecordBody read(Bytes body) {
    byte[] encoded = body.unsafeArray();
    try {
      return parse(encoded, ByteBuffer.wrap(encoded));
    } catch (java.nio.BufferUnderflowException e) {
      throw new VaultException.Tampered(
          "a record's row is cut short at " + encoded.length + " bytes", e);
    }
  }

  private static RecordBody parse(byte[] encoded, ByteBuffer in) {
    expect(in.get() == MAGIC[0] && in.get() == MAGIC[1], "does not begin with R1");
    Bytes fingerprint = take(in, FINGERPRINT_BYTES);
    int count = Short.toUnsignedInt(in.getShort());
    expect(count > 0 && count <= MAX_SLOTS, "names " + count + " slots");
    int inlineAt = headSize(in, count);
    List<Slot> slots = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Slot slot = slot(in, encoded, inlineAt);
      expect(
          slots.isEmpty() || slots.get(slots.size() - 1).tag().compareTo(slot.tag()) < 0,
          "has slots out of order");
      inlineAt += slot.length();
      slots.add(slot);
    }
    int left = encoded.length - inlineAt;
    expect(left == ROW_TAG_BYTES, "has " + left + " bytes behind its values, not " + ROW_TAG_BYTES);
    return new RecordBody(encoded, fingerprint, List.copyOf(slots));
  }

  /** Where the inline values begin: found by walking the slot heads once. */
  private static int headSize(ByteBuffer in, int count) {
    ByteBuffer walk = in.duplicate();
    for (int i = 0; i < count; i++) {
      walk.position(walk.position() + TAG_BYTES + 4);
      byte inline = walk.get();
      expect(inline == 0 || inline == 1, "has a slot of unknown kind");
      int skip = inline == 1 ? 4 : DIGEST_BYTES;
      expect(walk.remaining() >= skip, "is cut short");
      walk.position(walk.position() + skip);
    }
    return walk.position();
  }

  private static Slot slot(ByteBuffer in, byte[] encoded, int inlineAt) {
    Bytes tag = take(in, TAG_BYTES);
    int groupRevision = in.getInt();
    expect(groupRevision > 0, "has a slot of revision " + groupRevision);
    if (in.get() == 0) {
      return new Slot(tag, groupRevision, false, 0, 0, take(in, DIGEST_BYTES));
    }
    int length = in.getInt();
    expect(
        length > 0 && length <= encoded.length - ROW_TAG_BYTES - inlineAt,
        "has a slot of " + length + " bytes");
    Bytes digest = Sha256.of(encoded, inlineAt, length);
    return new Slot(tag, groupRevision, true, inlineAt, length, digest);
  }

  private static Bytes take(ByteBuffer in, int length) {
    byte[] taken = new byte[length];
    in.get(taken);
    return Bytes.wrap(taken);
  }

  private static void expect(boolean condition, String what) {
    if (!condition) {
      throw new VaultException.Tampered("a record's row " + what);
    }
  }

  public Bytes fingerprint() {
    return fingerprint;
  }

  /** What shows that the patient's key was at hand when this was written. */
  public Bytes tag() {
    return tag;
  }

  /** The slots in rising order of their tags. */
  public List<Slot> slots() {
    return slots;
  }

  /**
   * The whole row as stored: the inline values stand at their slots' offsets. Not to be changed.
   */
  public byte[] encoded() {
    return encoded;
  }
}
