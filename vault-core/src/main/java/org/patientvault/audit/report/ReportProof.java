package org.patientvault.audit.report;

import java.util.List;
import java.util.function.Consumer;
import org.patientvault.audit.LogProof;
import org.patientvault.audit.TrustPolicy;
import org.patientvault.model.Bytes;

/**
 * What the entries behind a report are proven by: a signed head, and what leads from them to it.
 *
 * <p>Nothing is checked by holding one; {@link ReportPage#write} checks it before the last byte is
 * written, and the page checks it again.
 */
public sealed interface ReportProof {
  /** The signed checkpoint, as the log gave it. */
  Bytes note();

  /** Whose signatures are to be relied on: the reader compares these keys with paper. */
  TrustPolicy policy();

  /**
   * Every entry of the log up to the head. Shows also that none is missing between the first and
   * the last; the reader gets the pseudonyms, times and events of everybody.
   */
  record Whole(Bytes note, TrustPolicy policy, Leaves leaves) implements ReportProof {}

  /**
   * Chosen entries alone, each with its inclusion proof: for a patient, who has no business with
   * other patients' entries. Cannot show that nothing was left out.
   *
   * @param entries by rising index, none twice, each with its leaf; may be empty
   */
  record Extract(Bytes note, TrustPolicy policy, List<LogProof> entries) implements ReportProof {
    public Extract {
      entries = List.copyOf(entries);
    }
  }

  /** Hands out leaves without holding all of them. */
  @FunctionalInterface
  interface Leaves {
    /** Gives every leaf's bytes to {@code taker} once, from entry 0 on, in the order of the log. */
    void forEach(Consumer<byte[]> taker);
  }
}
