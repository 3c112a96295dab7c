package org.patientvault.audit;

import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.patientvault.model.Bytes;

/**
 * Checks what each boot signed about its own entries: that nobody put one into its name.
 *
 * <p>Boots before the first one that names a key have none, as in a log without seals. Memory grows
 * with boots, not with entries. For one thread, tiles in order.
 */
final class NodeSeals {
  private static final int HASH = MerkleHash.SIZE_BYTES;

  private final String origin;
  private final Set<String> before;
  private final Findings findings;
  private final Map<String, Boot> boots = new HashMap<>();
  private boolean anyKey;
  private boolean overflowed;

  /**
   * @param before the boots that had begun before the entries that are looked at: what they sealed
   *     cannot be checked
   */
  NodeSeals(String origin, Set<String> before, Findings findings) {
    this.origin = origin;
    this.before = Set.copyOf(before);
    this.findings = findings;
  }

  /** What is known of one boot. */
  private static final class Boot {
    private final String who;
    private final MessageDigest leaves = MerkleHash.sha256();
    private @Nullable Bytes key;
    private long unsealed;
    private long from;
    private boolean ended;
    private boolean reported;

    private Boot(String who) {
      this.who = who;
    }
  }

  /** Takes a tile whose entries were all read. */
  void take(TileResult tile) {
    TileTree tree = tile.fromEntries;
    if (tree == null || tile.entriesRead == 0) {
      return;
    }
    if (overflows(tile)) {
      return;
    }
    List<Boot> here =
        tile.boots.stream().map(who -> boots.computeIfAbsent(who, Boot::new)).toList();
    if (here.size() == 1 && tile.landmarks.isEmpty() && isQuiet(here.get(0), tile)) {
      Boot alone = here.get(0);
      alone.leaves.update(tree.nodes(), 0, tile.entriesRead * HASH);
      alone.unsealed += tile.entriesRead;
      return;
    }
    Iterator<Landmark> landmarks = tile.landmarks.iterator();
    Landmark next = landmarks.hasNext() ? landmarks.next() : null;
    for (int i = 0; i < tile.entriesRead; i++) {
      long index = tile.firstIndex() + i;
      boolean marked = next != null && next.index() == index;
      if (tile.writers[i] >= 0) {
        take(here.get(tile.writers[i]), index, marked ? next : null, tree.nodes(), i * HASH);
      }
      if (marked) {
        next = landmarks.hasNext() ? landmarks.next() : null;
      }
    }
  }

  /** Beyond the limit nothing more is checked, and the verdict says that. */
  private boolean overflows(TileResult tile) {
    if (!overflowed) {
      long fresh = tile.boots.stream().filter(who -> !boots.containsKey(who)).count();
      if (boots.size() + fresh > NodeCounters.MOST_BOOTS) {
        overflowed = true;
        findings.add(
            new Verdict.CannotTell(
                "seals", "of more than " + NodeCounters.MOST_BOOTS + " boots are not checked"));
      }
    }
    return overflowed;
  }

  /** One boot with its key, in the middle of what its next seal will cover. */
  private static boolean isQuiet(Boot boot, TileResult tile) {
    return boot.key != null
        && !boot.ended
        && boot.unsealed > 0
        && boot.unsealed + tile.entriesRead <= NodeSeal.MOST_UNSEALED
        && tile.writers[0] == 0
        && tile.entriesRead == tile.width
        && areAllEntries(tile);
  }

  private static boolean areAllEntries(TileResult tile) {
    for (int i = 0; i < tile.entriesRead; i++) {
      if (tile.writers[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private void take(Boot boot, long index, @Nullable Landmark mark, byte[] hashes, int at) {
    if (before.contains(boot.who)) {
      return;
    }
    EventCode event = mark == null ? null : mark.event();
    if (mark != null && event == EventCode.START && boot.unsealed == 0 && boot.key == null) {
      boot.key = mark.digest();
      anyKey = anyKey || boot.key != null;
    }
    if (boot.ended || (boot.key == null && anyKey)) {
      report(boot, new Tampering.SealMissing(boot.who, new IndexRange(index, index)));
    }
    boolean seals = event == EventCode.SEAL || (event == EventCode.STOP && boot.key != null);
    if (mark != null && seals) {
      checkSeal(boot, index, mark);
    } else {
      boot.from = boot.unsealed == 0 ? index : boot.from;
      boot.unsealed++;
    }
    boot.leaves.update(hashes, at, HASH);
    if (boot.key != null && boot.unsealed > NodeSeal.MOST_UNSEALED) {
      report(boot, new Tampering.SealMissing(boot.who, new IndexRange(boot.from, index)));
    }
    boot.ended = boot.ended || event == EventCode.STOP;
  }

  private void checkSeal(Boot boot, long index, Landmark mark) {
    Bytes covered = Bytes.of(boot.leaves.digest());
    long first = boot.unsealed == 0 ? index : boot.from;
    if (!isSealed(boot, mark, covered)) {
      report(boot, new Tampering.SealMismatch(boot.who, new IndexRange(first, index)));
    }
    boot.unsealed = 0;
  }

  private boolean isSealed(Boot boot, Landmark mark, Bytes covered) {
    Bytes key = boot.key;
    Bytes seal = mark.seal();
    return key != null
        && seal != null
        && Objects.equals(covered, mark.digest())
        && NodeSeal.isSigned(key, NodeSeal.message(origin, mark.stamp(), covered), seal);
  }

  /** The first of a boot: what comes after follows from it. */
  private void report(Boot boot, Verdict finding) {
    if (!boot.reported) {
      boot.reported = true;
      findings.add(finding);
    }
  }

  /** How many entries of boots with a key no seal covers. */
  long unsealed() {
    return boots.values().stream()
        .filter(each -> each.key != null)
        .mapToLong(e -> e.unsealed)
        .sum();
  }
}
