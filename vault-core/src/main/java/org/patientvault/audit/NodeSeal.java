package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.patientvault.model.Bytes;

/**
 * What a node signs about its own entries, so that nobody can put one into its name later.
 *
 * <p>Each boot has an Ed25519 key of its own, which never leaves the process; its START entry names
 * the public key. A SEAL or STOP entry covers the boot's entries from START, or from the SEAL
 * before, both included, up to the one before itself. The key belongs to a boot and to nobody else:
 * it does not say who ran the process. Format: docs/formats/audit-log.md, "Node seals".
 */
public final class NodeSeal {
  /** An Ed25519 signature. */
  public static final int SIGNATURE_BYTES = 64;

  /** So many entries of a boot may follow each other without a seal. */
  public static final int MOST_UNSEALED = 1_000;

  private static final byte[] LABEL =
      "patientvault-node-seal/v1\n".getBytes(StandardCharsets.UTF_8);

  private NodeSeal() {}

  /**
   * The signed bytes.
   *
   * @param sealing the stamp of the SEAL or STOP entry itself
   * @param covered SHA-256 over the leaf hashes of what it covers, in their order: the entry's key
   *     w
   */
  public static byte[] message(String origin, EntryStamp sealing, Bytes covered) {
    byte[] log = origin.getBytes(StandardCharsets.UTF_8);
    byte[] node = sealing.node().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(
            LABEL.length + 1 + log.length + 1 + node.length + 4 + 8 + covered.size())
        .put(LABEL)
        .put((byte) log.length)
        .put(log)
        .put((byte) node.length)
        .put(node)
        .putInt(sealing.boot())
        .putLong(sealing.counter())
        .put(covered.unsafeArray())
        .array();
  }

  /** Whether the boot with this public key signed it. */
  static boolean isSigned(Bytes publicKey, byte[] message, Bytes signature) {
    return SignatureCheck.isEd25519(publicKey.unsafeArray(), message, signature.unsafeArray());
  }
}
