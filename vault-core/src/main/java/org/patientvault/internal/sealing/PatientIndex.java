package org.patientvault.internal.sealing;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Comparator;
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
  private static final SecureRandom RANDOM = new SecureRandom();

  private final BlindIndex index;

  public PatientIndex(BlindIndex index) {
    this.index = index;
  }

  /** The size of an entry's id. */
  public static final int ID_BYTES = 16;

  /**
   * What an index row points to.
   *
   * @param id random; it names the row for good, whatever key made its tag
   */
  public record Target(PatientRef patient, Bytes id, PatientIdentifier identifier) {}

  /** An identifier that gets a row, and the row's id. */
  public record Fresh(PatientIdentifier identifier, Bytes id) {}

  /** Gives each identifier an id; in the order in which an entry commits to them. */
  static List<Fresh> fresh(Collection<PatientIdentifier> identifiers) {
    return identifiers.stream()
        .map(
            identifier -> {
              byte[] id = new byte[ID_BYTES];
              RANDOM.nextBytes(id);
              return new Fresh(identifier, Bytes.wrap(id));
            })
        .sorted(Comparator.comparing(Fresh::id))
        .toList();
  }

  public Optional<PatientRef> find(ReadView rows, PatientIdentifier identifier) {
    return row(rows, identifier).map(row -> target(row).patient());
  }

  /** The row of {@code identifier}, in whichever index version has it. */
  Optional<PatientIndexRow> row(ReadView rows, PatientIdentifier identifier) {
    List<Bytes> tags = index.tags(utf8(identifier.issuer()), utf8(identifier.value()));
    return tags.stream().flatMap(tag -> rows.patientIndex(tag).stream()).findFirst();
  }

  /** A new row, committed by the entry at {@code logIndex}. */
  PatientIndexRow newRow(Fresh fresh, PatientRef patient, int logShard, long logIndex) {
    return row(new Target(patient, fresh.id(), fresh.identifier()), logShard, logIndex);
  }

  /** The same row under the current keys. */
  public PatientIndexRow again(PatientIndexRow row) {
    return row(target(row), row.logShard(), row.logIndex());
  }

  /** Whether the current keys made tag and target. */
  public boolean isCurrent(PatientIndexRow row) {
    return row.prf() == index.version() && index.isCurrent(row.sealed());
  }

  private PatientIndexRow row(Target target, int logShard, long logIndex) {
    PatientIdentifier identifier = target.identifier();
    BlindIndex.Tag tag = index.newTag(utf8(identifier.issuer()), utf8(identifier.value()));
    Bytes sealed = index.sealTarget(tag.value(), SCOPE, encode(target));
    return new PatientIndexRow(tag.value(), tag.version(), sealed, logShard, logIndex);
  }

  /** What {@code row} points to; a moved or edited row is {@link VaultException.Tampered}. */
  public Target target(PatientIndexRow row) {
    return decode(index.openTarget(row.tag(), SCOPE, row.sealed()));
  }

  private static byte[] encode(Target target) {
    byte[] reference = new byte[PatientRef.SIZE_BYTES + ID_BYTES];
    target.patient().value().copyTo(reference, 0);
    target.id().copyTo(reference, PatientRef.SIZE_BYTES);
    return TargetText.encode(reference, target.identifier().issuer(), target.identifier().value());
  }

  private static Target decode(byte[] encoded) {
    try {
      ByteBuffer in = ByteBuffer.wrap(encoded);
      PatientRef patient = new PatientRef(Bytes.wrap(TargetText.take(in, PatientRef.SIZE_BYTES)));
      Bytes id = Bytes.wrap(TargetText.take(in, ID_BYTES));
      String issuer = TargetText.text(in);
      PatientIdentifier identifier = new PatientIdentifier(issuer, TargetText.text(in));
      TargetText.end(in);
      return new Target(patient, id, identifier);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new VaultException.Tampered("an index row opened but does not follow the format", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
