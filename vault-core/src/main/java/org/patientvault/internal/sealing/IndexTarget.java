package org.patientvault.internal.sealing;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.patientvault.model.Bytes;
import org.patientvault.model.RecordId;
import org.patientvault.model.RecordRef;
import org.patientvault.model.RecordType;
import org.patientvault.model.VaultException;

/**
 * What a record index row points to: the record, and by which type and id it is known. Stored
 * sealed.
 */
public record IndexTarget(RecordRef record, RecordType type, RecordId id) {
  byte[] encode() {
    return TargetText.encode(record.value().unsafeArray(), type.value(), id.value());
  }

  static IndexTarget decode(byte[] encoded) {
    try {
      ByteBuffer in = ByteBuffer.wrap(encoded);
      RecordRef record = new RecordRef(Bytes.wrap(TargetText.take(in, RecordRef.SIZE_BYTES)));
      RecordType type = new RecordType(TargetText.text(in));
      RecordId id = new RecordId(TargetText.text(in));
      TargetText.end(in);
      return new IndexTarget(record, type, id);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new VaultException.Tampered("an index row opened but does not follow the format", e);
    }
  }

  /** The record alone. */
  static RecordRef decodeRecord(byte[] encoded) {
    if (encoded.length <= RecordRef.SIZE_BYTES) {
      throw new VaultException.Tampered("an index row opened but does not follow the format");
    }
    return new RecordRef(Bytes.of(encoded, 0, RecordRef.SIZE_BYTES));
  }
}
