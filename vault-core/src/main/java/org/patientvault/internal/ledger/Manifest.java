package org.patientvault.internal.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultId;

/**
 * What a write entry commits to: the digest of a record revision's logical content.
 *
 * <p>Covers vault, patient, record, revision, fingerprint and every slot's tag, revision and sealed
 * bytes; not how a database stores them. Format: docs/formats/field-envelope.md, "Manifest".
 */
public final class Manifest {
  private static final byte[] LABEL = "PVmf1".getBytes(StandardCharsets.US_ASCII);

  private Manifest() {}

  /** The 32-byte digest of one revision. */
  public static Bytes digest(
      VaultId vault, PatientRef patient, RecordRef record, int revision, RecordBody body) {
    ByteBuffer out =
        ByteBuffer.allocate(
            LABEL.length + 48 + 4 + RecordBody.FINGERPRINT_BYTES + 2 + body.slots().size() * 44);
    out.put(LABEL)
        .put(vault.value().unsafeArray())
        .put(patient.value().unsafeArray())
        .put(record.value().unsafeArray());
    out.putInt(revision)
        .put(body.fingerprint().unsafeArray())
        .putShort((short) body.slots().size());
    for (RecordBody.Slot slot : body.slots()) {
      out.put(slot.tag().unsafeArray())
          .putInt(slot.groupRevision())
          .put(slot.digest().unsafeArray());
    }
    return Sha256.of(out.array());
  }
}
