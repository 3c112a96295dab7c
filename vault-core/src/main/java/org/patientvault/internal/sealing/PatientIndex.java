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
    BlindIndex.Tag tag = index.newTag(utf8(identifier.issuer()), utf8(identifier.value()));
    Bytes sealed = index.sealTarget(tag.value(), SCOPE, encode(patient, identifier));
    return new PatientIndexRow(tag.value(), tag.version(), sealed, logShard, logIndex);
  }

  Bytes tag(PatientIdentifier identifier) {
    return index.tag(utf8(identifier.issuer()), utf8(identifier.value()));
  }

  /** What {@code row} points to; a moved or edited row is {@link VaultException.Tampered}. */
  public Target target(PatientIndexRow row) {
    return decode(index.openTarget(row.tag(), SCOPE, row.sealed()));
  }

  private static byte[] encode(PatientRef patient, PatientIdentifier identifier) {
    return TargetText.encode(
        patient.value().unsafeArray(), identifier.issuer(), identifier.value());
  }

  private static Target decode(byte[] encoded) {
    try {
      ByteBuffer in = ByteBuffer.wrap(encoded);
      PatientRef patient = new PatientRef(Bytes.wrap(TargetText.take(in, PatientRef.SIZE_BYTES)));
      String issuer = TargetText.text(in);
      PatientIdentifier identifier = new PatientIdentifier(issuer, TargetText.text(in));
      TargetText.end(in);
      return new Target(patient, identifier);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new VaultException.Tampered("an index row opened but does not follow the format", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
