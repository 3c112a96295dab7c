package org.patientvault.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.patientvault.model.Bytes;

/**
 * A tree head that the log signed: if you hold one, a key of the policy was checked against it.
 *
 * <p>Whether enough others signed too is the policy's second question. There is no other way to get
 * one than {@link TrustPolicy#open}.
 */
public final class Checkpoint {
  private final TreeHead head;
  private final List<VerifiedSignature> signatures;
  private final List<NoteLine> ignored;
  private final Bytes note;

  Checkpoint(
      TreeHead head, List<VerifiedSignature> signatures, List<NoteLine> ignored, Bytes note) {
    this.head = head;
    this.signatures = List.copyOf(signatures);
    this.ignored = List.copyOf(ignored);
    this.note = note;
  }

  /** The log's name. */
  public String origin() {
    return head.origin();
  }

  /** The number of entries. */
  public long size() {
    return head.size();
  }

  /** The root over all of them, 32 bytes. */
  public Bytes root() {
    return head.root();
  }

  /** The note as it was read. */
  public Bytes note() {
    return note;
  }

  TreeHead head() {
    return head;
  }

  List<VerifiedSignature> signatures() {
    return signatures;
  }

  /** Lines of keys that the policy does not know; nothing is known about them. */
  List<NoteLine> ignored() {
    return ignored;
  }

  /** Whether this key was known to the policy and signed. */
  public boolean isSignedBy(VerifierKey key) {
    return signatures.stream().anyMatch(each -> each.key().equals(key));
  }

  /** When a witness says that it signed; empty when it did not. */
  public Optional<Instant> signedAt(VerifierKey key) {
    return signatures.stream()
        .filter(each -> each.key().equals(key) && each.unixSeconds() > 0)
        .map(each -> Instant.ofEpochSecond(each.unixSeconds()))
        .findFirst();
  }

  /**
   * When the log says it signed; empty when only its Ed25519 line, which has no time, was known.
   */
  public Optional<Instant> signedAt() {
    return signatures.stream()
        .filter(each -> each.key().name().equals(origin()) && each.unixSeconds() > 0)
        .map(each -> Instant.ofEpochSecond(each.unixSeconds()))
        .findFirst();
  }
}
