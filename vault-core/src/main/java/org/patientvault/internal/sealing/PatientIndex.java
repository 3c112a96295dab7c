package org.patientvault.internal.sealing;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.patientvault.internal.crypto.BlindIndex;
import org.patientvault.internal.store.PatientIndexRow;
import org.patientvault.internal.store.ReadView;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientIdentifier;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultException;

/**
 * Finds patients by identifier, without a table that shows identifiers.
 *
 * <p>Exact only. Equal identifiers have equal tags; nothing else shows without the index key. Safe
 * for use by several threads.
 */
public final class PatientIndex {
  private static final byte[] SCOPE = {};

  private final BlindIndex index;

  public PatientIndex(BlindIndex index) {
    this.index = index;
  }

  /** What an index row points to. */
  public record Target(PatientRef patient, PatientIdentifier identifier) {}

  public Optional<PatientRef> find(ReadView rows, PatientIdentifier identifier) {
    return row(rows, identifier).map(row -> target(row).patient());
  }

  /** The row of {@code identifier}, in whichever index version has it. */
  Optional<PatientIndexRow> row(ReadView rows, PatientIdentifier identifier) {
    List<Bytes> tags = index.tags(utf8(identifier.issuer()), utf8(identifier.value()));
    return tags.stream().flatMap(tag -> rows.patientIndex(tag).stream()).findFirst();
  }

  /** A new row for {@code identifier}, committed by the entry at {@code logIndex}. */
  PatientIndexRow newRow(
      PatientIdentifier identifier, PatientRef patient, int logShard, long logIndex) {
    Bytes tag = tag(identifier);
    Bytes sealed = index.sealTarget(tag, SCOPE, encode(patient, identifier));
    return new PatientIndexRow(tag, index.version(), sealed, logShard, logIndex);
  }

  Bytes tag(PatientIdentifier identifier) {
    return index.tag(utf8(identifier.issuer()), utf8(identifier.value()));
  }

  /** What {@code row} points to; a moved or edited row is {@link VaultException.Tampered}. */
  public Target target(PatientIndexRow row) {
    return decode(index.openTarget(row.tag(), SCOPE, row.sealed()));
  }

  private static byte[] encode(PatientRef patient, PatientIdentifier identifier) {
    byte[] issuer = utf8(identifier.issuer());
    byte[] value = utf8(identifier.value());
    ByteBuffer out = ByteBuffer.allocate(PatientRef.SIZE_BYTES + 2 + issuer.length + value.length);
    return out.put(patient.value().unsafeArray())
        .putShort((short) issuer.length)
        .put(issuer)
        .put(value)
        .array();
  }

  private static Target decode(byte[] encoded) {
    try {
      ByteBuffer in = ByteBuffer.wrap(encoded);
      byte[] patient = new byte[PatientRef.SIZE_BYTES];
      in.get(patient);
      String issuer = text(in, Short.toUnsignedInt(in.getShort()));
      return new Target(
          new PatientRef(Bytes.wrap(patient)),
          new PatientIdentifier(issuer, text(in, in.remaining())));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new VaultException.Tampered("an index row opened but does not follow the format", e);
    }
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
