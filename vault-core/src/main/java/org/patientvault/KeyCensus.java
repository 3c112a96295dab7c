package org.patientvault;

import java.util.List;
import org.patientvault.model.KeyLevel;

/**
 * What is under which key: counted row by row, in one snapshot, from what the sealed values say
 * themselves. The count that a key may be given up on.
 *
 * @param counts in the order of the levels, then of the keys
 */
public record KeyCensus(List<Count> counts) {
  public KeyCensus {
    counts = List.copyOf(counts);
  }

  /** In the words of NIST SP 800-57. */
  public enum State {
    /** Waits until every node has it, and seals nothing yet. */
    PRE_ACTIVE("pre-active"),
    /** Seals and opens. */
    ACTIVE("active"),
    /** Only opens. */
    DECRYPT_ONLY("decrypt-only"),
    /** Kept, proven to protect nothing, and does nothing any more. */
    DISABLED("disabled"),
    /** Gone for good: of patients' own keys the rows stay, so that the log stays checked. */
    DESTROYED("destroyed");

    private final String text;

    State(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /**
   * What one key protects.
   *
   * @param key its id within the level, from 1; of patients' own keys the version
   * @param protects wrapped keys, index rows or seals; of patients' own keys the sealed values
   */
  public record Count(KeyLevel level, int key, State state, long protects) {}

  /** How much is under keys of {@code level} that seal nothing new. */
  public long underOlderKeys(KeyLevel level) {
    return counts.stream()
        .filter(count -> count.level() == level && count.state() == State.DECRYPT_ONLY)
        .mapToLong(Count::protects)
        .sum();
  }
}
