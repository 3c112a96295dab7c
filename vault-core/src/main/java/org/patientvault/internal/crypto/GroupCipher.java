package org.patientvault.internal.crypto;

import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * Seals one field group so that it opens only in the place it was sealed for.
 *
 * <p>Confidential and tamper-evident under one version of one patient's key. Hides neither the
 * plaintext's length, which the caller pads, nor that there is a value. Writes Tink's AES-GCM
 * format with the key's version as key id: stock Tink opens it, given key and associated data.
 * Pooled cipher objects keep the key they used last: {@link #forgetKeys} drops them. Safe for use
 * by several threads. Format: docs/formats/field-envelope.md.
 */
public final class GroupCipher {
  /** What a sealed value has more than its plaintext. */
  public static final int OVERHEAD_BYTES = TinkWire.OVERHEAD;

  /** The size of a row's tag. */
  public static final int ROW_TAG_BYTES = 16;

  private static final byte[] ROW_TAG_LABEL = "PVrt1".getBytes(StandardCharsets.US_ASCII);

  private final EnginePool pool;

  public GroupCipher() {
    this(System::nanoTime);
  }

  GroupCipher(LongSupplier nanoTicker) {
    pool = new EnginePool(nanoTicker);
  }

  /**
   * Seals the first {@code length} bytes of {@code plaintext}.
   *
   * @throws VaultException.LimitExceeded when the key has sealed all it may
   */
  public byte[] seal(PatientKey key, GroupContext context, byte[] plaintext, int length) {
    AesGcmEngine engine = pool.borrow();
    int bound = GroupBinding.encode(engine.scratch(), context, key.version());
    return seal(engine, key, bound, plaintext, length);
  }

  /** Seals {@code length} zero bytes for a slot without a group. */
  public byte[] sealDummy(
      PatientKey key,
      VaultId vault,
      PatientRef patient,
      RecordRef record,
      int groupRevision,
      Bytes tag,
      int length) {
    AesGcmEngine engine = pool.borrow();
    int bound =
        GroupBinding.encodeDummy(
            engine.scratch(), vault, patient, record, key.version(), groupRevision, tag);
    return seal(engine, key, bound, new byte[length], length);
  }

  // An engine that failed is not given back: nobody knows what state its cipher is in.
  private byte[] seal(AesGcmEngine engine, PatientKey key, int bound, byte[] text, int length) {
    byte[] sealed =
        engine.seal(key.dataKeyToSeal(), key.version(), engine.scratch(), bound, text, length);
    pool.giveBack(engine);
    return sealed;
  }

  /**
   * Opens the value that stands in {@code body} at {@code offset}.
   *
   * @throws VaultException.Tampered when it is not exactly what was sealed for this place
   */
  public byte[] open(PatientKey key, GroupContext context, byte[] body, int offset, int length) {
    checkVersion(key, context, body, offset, length);
    AesGcmEngine engine = pool.borrow();
    int bound = GroupBinding.encode(engine.scratch(), context, key.version());
    return open(engine, key, bound, context, body, offset, length);
  }

  /**
   * Proves that a slot holds what {@link #sealDummy} sealed for it, and no group.
   *
   * @throws VaultException.Tampered when it does not
   */
  public void checkDummy(
      PatientKey key,
      VaultId vault,
      PatientRef patient,
      RecordRef record,
      int groupRevision,
      Bytes tag,
      byte[] sealed) {
    String what = GroupContext.describe(patient, record, groupRevision);
    checkVersion(key, what, sealed, 0, sealed.length);
    AesGcmEngine engine = pool.borrow();
    int bound =
        GroupBinding.encodeDummy(
            engine.scratch(), vault, patient, record, key.version(), groupRevision, tag);
    open(engine, key, bound, what, sealed, 0, sealed.length);
  }

  private byte[] open(
      AesGcmEngine engine,
      PatientKey key,
      int bound,
      Object what,
      byte[] body,
      int offset,
      int length) {
    byte[] text = engine.open(key.dataKey(), engine.scratch(), bound, body, offset, length);
    pool.giveBack(engine);
    if (text == null) {
      throw new VaultException.Tampered(
          what + " does not open under key version " + key.version() + ": changed, or moved here");
    }
    return text;
  }

  private static void checkVersion(
      PatientKey key, Object what, byte[] body, int offset, int length) {
    int claimed = TinkWire.claimedKeyId(body, offset, length, what);
    if (claimed != key.version()) {
      throw new VaultException.Tampered(
          what
              + " says it is sealed under key version "
              + Integer.toUnsignedString(claimed)
              + ", and was to be opened with version "
              + key.version());
    }
  }

  /** Random bytes, at most 1,024, as good as the nonces: for ids, tags and salts, not for keys. */
  public byte[] random(int length) {
    return pool.random(length);
  }

  /** The tags of the groups of one record. */
  public GroupTags tags(PatientKey key, RecordRef record) {
    return GroupTags.of(key, record);
  }

  /**
   * What shows that who holds the patient's key wrote a row with this content: else a row could be
   * cut by who edits the database, and what was cut would seem absent.
   */
  public Bytes rowTag(PatientKey key, Bytes content) {
    byte[] input = new byte[ROW_TAG_LABEL.length + content.size()];
    System.arraycopy(ROW_TAG_LABEL, 0, input, 0, ROW_TAG_LABEL.length);
    content.copyTo(input, ROW_TAG_LABEL.length);
    return Bytes.of(Hmac.sha256(key.tagKey(), input), 0, ROW_TAG_BYTES);
  }

  /** Drops the keys that idle cipher objects still hold. Call it on lock and on erasure. */
  public void forgetKeys() {
    pool.clear();
  }
}
