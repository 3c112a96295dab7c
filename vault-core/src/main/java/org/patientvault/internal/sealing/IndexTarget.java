package org.patientvault.internal.sealing;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    byte[] typeName = type.value().getBytes(StandardCharsets.UTF_8);
    byte[] idText = id.value().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(RecordRef.SIZE_BYTES + 1 + typeName.length + idText.length);
    return out.put(record.value().unsafeArray())
        .put((byte) typeName.length)
        .put(typeName)
        .put(idText)
        .array();
  }

  static IndexTarget decode(byte[] encoded) {
    try {
      ByteBuffer in = ByteBuffer.wrap(encoded);
      byte[] record = new byte[RecordRef.SIZE_BYTES];
      in.get(record);
      String type = text(in, Byte.toUnsignedInt(in.get()));
      return new IndexTarget(
          new RecordRef(Bytes.wrap(record)),
          new RecordType(type),
          new RecordId(text(in, in.remaining())));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new VaultException.Tampered("an index row opened but does not follow the format", e);
    }
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
