package org.patientvault.internal.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.RecordRef;
import org.patientvault.model.VaultId;

/**
 * What a record revision says, as 32 bytes: its content, which the row's keyed tag speaks for, and
 * content and tag together, which the write entry in the log commits to.
 *
 * <p>Covers vault, patient, record, revision, fingerprint and every slot's tag, revision and sealed
 * bytes; not how a database stores them. Format: docs/formats/field-envelope.md, "Manifest".
 */
public final class Manifest {
  private static final byte[] CONTENT = "PVmf1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ROW = "PVrw1".getBytes(StandardCharsets.US_ASCII);

  private Manifest() {}

  /** The digest of one revision's content. */
  public static Bytes content(
      VaultId vault, PatientRef patient, RecordRef record, int revision, RecordBody body) {
    ByteBuffer out =
        ByteBuffer.allocate(
            CONTENT.length + 48 + 4 + RecordBody.FINGERPRINT_BYTES + 2 + body.slots().size() * 44);
    out.put(CONTENT)
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

  /** The digest that a log entry commits to: of {@code content} and the row's tag. */
  public static Bytes row(Bytes content, RecordBody body) {
    return Sha256.of(
        ByteBuffer.allocate(ROW.length + content.size() + RecordBody.ROW_TAG_BYTES)
            .put(ROW)
            .put(content.unsafeArray())
            .put(body.tag().unsafeArray())
            .array());
  }
}
