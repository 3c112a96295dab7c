package org.patientvault.audit;

import java.time.Instant;
import java.util.Optional;
import org.patientvault.model.Bytes;

/**
 * What a verification established: every number here was recomputed or signed.
 *
 * @param first time of the first entry; empty when the log is
 * @param signatures how many of the log's own keys in the policy signed
 * @param erased how many entries tell of an erasure or expiry
 * @param hashedFrom the first entry that was hashed; those before it, an earlier verification
 *     hashed
 */
public record VerifiedFacts(
    String origin,
    long size,
    Bytes root,
    Optional<Instant> first,
    Optional<Instant> last,
    Share signatures,
    Share witnesses,
    long anchors,
    long erased,
    long hashedFrom) {

  /** The same of a log that was hashed as a whole. */
  public VerifiedFacts(
      String origin,
      long size,
      Bytes root,
      Optional<Instant> first,
      Optional<Instant> last,
      Share signatures,
      Share witnesses,
      long anchors,
      long erased) {
    this(origin, size, root, first, last, signatures, witnesses, anchors, erased, 0);
  }

  /** So many of so many. */
  public record Share(int have, int of) {
    @Override
    public String toString() {
      return have + "/" + of;
    }
  }

  VerdictLine said(String name) {
    VerdictLine line = VerdictLine.of(name).add("origin", origin).add("entries", range(0));
    if (hashedFrom > 0) {
      line.add("checked", range(hashedFrom));
    }
    return line.add("root", root.hex())
        .add("first", first.map(Instant::toString).orElse("none"))
        .add("last", last.map(Instant::toString).orElse("none"))
        .add("signatures", signatures.toString())
        .add("witnesses", witnesses.toString())
        .add("anchors", anchors)
        .add("erased", erased);
  }

  private String range(long from) {
    return from == size ? "none" : from + ".." + (size - 1);
  }
}
