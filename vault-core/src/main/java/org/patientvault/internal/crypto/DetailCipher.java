package org.patientvault.internal.crypto;

import org.patientvault.model.VaultException;

/**
 * Seals the details of log entries under their subject's detail key.
 *
 * <p>The same wire format and pool as {@link GroupCipher}; the key id is always 1, since a log
 * subject's key lives as long as its shard. Safe for use by several threads. Format:
 * docs/formats/key-hierarchy.md.
 */
public final class DetailCipher {
  private static final int KEY_ID = 1;
  private static final String WHAT = "the detail of a log entry";

  private final EnginePool pool = new EnginePool(System::nanoTime);

  /**
   * Seals all of {@code plaintext}.
   *
   * @param associatedData names the entry, by an injective encoding
   */
  public byte[] seal(LogSubject subject, byte[] associatedData, byte[] plaintext) {
    AesGcmEngine engine = pool.borrow();
    byte[] sealed =
        engine.seal(
            subject.detailKey(),
            KEY_ID,
            associatedData,
            associatedData.length,
            plaintext,
            plaintext.length);
    pool.giveBack(engine);
    return sealed;
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @throws VaultException.Tampered when it is not exactly what was sealed for this entry
   */
  public byte[] open(LogSubject subject, byte[] associatedData, byte[] sealed) {
    checkKeyId(sealed);
    AesGcmEngine engine = pool.borrow();
    byte[] text =
        engine.open(
            subject.detailKey(), associatedData, associatedData.length, sealed, 0, sealed.length);
    pool.giveBack(engine);
    if (text == null) {
      throw new VaultException.Tampered(
          WHAT + " does not open under the key of " + subject + ": changed, or moved here");
    }
    return text;
  }

  private static void checkKeyId(byte[] sealed) {
    int claimed = TinkWire.claimedKeyId(sealed, 0, sealed.length, WHAT);
    if (claimed != KEY_ID) {
      throw new VaultException.Tampered(
          WHAT
              + " says it is sealed under key "
              + Integer.toUnsignedString(claimed)
              + "; the key id of a detail is always "
              + KEY_ID);
    }
  }

  /** Random bytes, at most 1,024, as good as the nonces: for ids, tags and salts, not for keys. */
  public byte[] random(int length) {
    return pool.random(length);
  }

  /** Drops the keys that idle cipher objects still hold. Call it on lock and on erasure. */
  public void forgetKeys() {
    pool.clear();
  }
}
