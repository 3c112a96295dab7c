package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.regex.Pattern;
import org.patientvault.model.Bytes;

/**
 * Draws a sample that everybody with the log can draw again: the entries whose ranks, SHA-256 over
 * seed and index, are the smallest.
 *
 * <p>Nobody can steer what is drawn once the seed is known; whoever chooses the seed after the
 * entries can try seeds until he likes the sample. Holds as many entries as are to be drawn. For
 * one thread. Format: docs/formats/audit-log.md, "Samples".
 */
public final class SampleDraw {
  /** The largest sample. */
  public static final int MOST = 1_000;

  private static final Pattern SEED = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final byte[] PREFIX = "PVrs1".getBytes(StandardCharsets.US_ASCII);

  private final byte[] seed;
  private final int size;
  private final MessageDigest sha256 = MerkleHash.sha256();
  private final PriorityQueue<Ranked> drawn =
      new PriorityQueue<>(Comparator.comparing(Ranked::rank).reversed());
  private long candidates;

  private record Ranked(Bytes rank, long index) {}

  /**
   * A draw of {@code size} entries, 1 to {@value #MOST}.
   *
   * @throws IllegalArgumentException when the size is another, or the seed is not 1 to 64 of {@code
   *     A-Z a-z 0-9 . _ -}
   */
  public SampleDraw(String seed, int size) {
    if (!SEED.matcher(seed).matches()) {
      throw new IllegalArgumentException(
          "a seed has 1 to 64 letters, digits, dots, dashes and underscores");
    }
    if (size < 1 || size > MOST) {
      throw new IllegalArgumentException("a sample has 1 to " + MOST + " entries");
    }
    this.seed = seed.getBytes(StandardCharsets.US_ASCII);
    this.size = size;
  }

  /** Takes one more entry that may be drawn. */
  public void offer(long index) {
    candidates++;
    drawn.add(new Ranked(rank(index), index));
    if (drawn.size() > size) {
      drawn.poll();
    }
  }

  private Bytes rank(long index) {
    sha256.update(PREFIX);
    sha256.update((byte) seed.length);
    sha256.update(seed);
    return Bytes.wrap(sha256.digest(ByteBuffer.allocate(Long.BYTES).putLong(index).array()));
  }

  /** How many were offered. */
  public long candidates() {
    return candidates;
  }

  /** What was drawn, in the order of the log. */
  public List<Long> drawn() {
    return drawn.stream().map(Ranked::index).sorted().toList();
  }
}
