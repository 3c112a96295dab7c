package org.patientvault;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.patientvault.audit.IndexRange;
import org.patientvault.audit.SampleDraw;
import org.patientvault.audit.SampleKind;
import org.patientvault.audit.report.Span;

/**
 * An auditor's reviews of the log: samples that anybody can draw again, and what was found. Each is
 * an entry, so that it shows how often the log was reviewed, by whom, and what came of it.
 *
 * <p>Nobody reviews entries of his own. Safe for use by several threads.
 */
public final class Reviews {
  private static final int MAX_NOTE = 2_000;

  private final Access access;

  Reviews(Access access) {
    this.access = access;
  }

  /**
   * Draws {@code size} entries of a kind and a time, 1 to 1,000, by a seed: the same again from the
   * same entries. Choose the seed before you know the entries, or let somebody else choose it. The
   * entry that tells of the draw is in the log before anything is shown.
   *
   * @param seed 1 to 64 letters, digits, dots, dashes and underscores; it is public
   * @throws org.patientvault.model.VaultException.AccessDenied when the policy does not let this
   *     role audit
   * @throws org.patientvault.model.VaultException.Tampered when the log is not the one that was
   *     written
   */
  public ReviewSample sample(SampleKind kind, Span span, int size, String seed) {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(span, "span");
    return new ReviewSampling(access, kind, span, seed).draw(new SampleDraw(seed, size), size);
  }

  /**
   * Says that {@code entries} were looked at, and what was found: a BTG_REVIEW for each emergency
   * that was opened among them, a REVIEW for the others. Gives the index of the first entry.
   *
   * @param entries 1 to 10,000 entries in all, in any order
   * @param note at most 2,000 characters; sealed in the log's details
   * @throws org.patientvault.model.VaultException.NotFound when the log does not have them all
   * @throws org.patientvault.model.VaultException.AccessDenied when the policy does not let this
   *     role audit, or one of them is the reviewer's own; somebody else must review it
   */
  public long record(List<IndexRange> entries, ReviewFinding finding, String note) {
    Objects.requireNonNull(entries, "entries");
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(note, "note");
    if (note.length() > MAX_NOTE || !StandardCharsets.UTF_8.newEncoder().canEncode(note)) {
      throw new IllegalArgumentException(
          "a note has at most " + MAX_NOTE + " characters, without broken Unicode");
    }
    return new ReviewRecording(access, finding, note).record(entries);
  }
}
