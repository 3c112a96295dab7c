package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.patientvault.model.Bytes;

/**
 * Makes the signed note of a tree head: the log's Ed25519 line and its ML-DSA-44 cosignature.
 *
 * <p>Signs what it is given. That the tree only grew since the last signature is for the caller to
 * check first. Format: docs/formats/audit-log.md.
 */
public final class CheckpointNote {
  private CheckpointNote() {}

  /**
   * The note, ready to be kept and shown.
   *
   * @param unixSeconds when it is signed; never 0, which would say nothing about the newest tree
   */
  public static byte[] sign(
      String origin, long size, Bytes root, long unixSeconds, LogSigner signer) {
    if (unixSeconds < 1) {
      throw new IllegalArgumentException("a checkpoint's time starts at 1, not " + unixSeconds);
    }
    TreeHead head = new TreeHead(origin, size, root);
    LogVerifierKeys keys = LogVerifierKeys.of(origin, signer);
    byte[] timed = timed(unixSeconds, signer.signMlDsa44(head.signedByMlDsa(origin, unixSeconds)));
    return (head.text()
            + "\n"
            + SignedNote.line(keys.ed25519(), signer.signEd25519(head.signedByLog()))
            + SignedNote.line(keys.mlDsa44(), timed))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] timed(long unixSeconds, byte[] signature) {
    return ByteBuffer.allocate(8 + signature.length).putLong(unixSeconds).put(signature).array();
  }
}
