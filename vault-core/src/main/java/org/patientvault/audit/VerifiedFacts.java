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
    long erased) {

  /** So many of so many. */
  public record Share(int have, int of) {
    @Override
    public String toString() {
      return have + "/" + of;
    }
  }

  VerdictLine said(String name) {
    return VerdictLine.of(name)
        .add("origin", origin)
        .add("entries", size == 0 ? "none" : "0.." + (size - 1))
        .add("root", root.hex())
        .add("first", first.map(Instant::toString).orElse("none"))
        .add("last", last.map(Instant::toString).orElse("none"))
        .add("signatures", signatures.toString())
        .add("witnesses", witnesses.toString())
        .add("anchors", anchors)
        .add("erased", erased);
  }
}
