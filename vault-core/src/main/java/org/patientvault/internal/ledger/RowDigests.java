package org.patientvault.internal.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.patientvault.audit.MerkleRoot;
import org.patientvault.internal.crypto.Sha256;
import org.patientvault.model.Bytes;
import org.patientvault.model.PatientRef;
import org.patientvault.model.VaultId;

/**
 * Digests of rows other than records, over what they mean and not over how they are stored: a key's
 * commitment, an index entry's tag and target. Format: docs/formats/storage-schema.md, "What
 * entries commit to".
 */
public final class RowDigests {
  private RowDigests() {}

  /** A patient key's row. */
  public static Bytes patientKey(VaultId vault, PatientRef patient, int version, Bytes commitment) {
    ByteBuffer out = start("PVkr1", vault, PatientRef.SIZE_BYTES + 4 + commitment.size());
    out.put(patient.value().unsafeArray()).putInt(version).put(commitment.unsafeArray());
    return Sha256.of(written(out));
  }

  /** A patient index's row, by its id: its tag changes with the index's key. */
  public static Bytes patientIndex(VaultId vault, Bytes id, PatientRef patient) {
    ByteBuffer out = start("PVpi1", vault, id.size() + PatientRef.SIZE_BYTES);
    out.put(id.unsafeArray()).put(patient.value().unsafeArray());
    return Sha256.of(written(out));
  }

  /**
   * What one entry commits to: the digest itself, or the Merkle root over several in their stated
   * order.
   */
  public static Bytes together(List<Bytes> digests) {
    return digests.size() == 1 ? digests.get(0) : MerkleRoot.of(digests);
  }

  private static ByteBuffer start(String label, VaultId vault, int more) {
    ByteBuffer out = ByteBuffer.allocate(label.length() + VaultId.SIZE_BYTES + more);
    return out.put(label.getBytes(StandardCharsets.US_ASCII)).put(vault.value().unsafeArray());
  }

  private static byte[] written(ByteBuffer full) {
    byte[] bytes = new byte[full.position()];
    full.flip().get(bytes);
    return bytes;
  }
}
