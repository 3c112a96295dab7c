package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * What an auditor takes home from one verification and brings to the next: how large the log was.
 *
 * <p>Kept by the auditor, it shows a cut tail, an older copy and a second history, which no
 * signature of the log can. Not signed: whoever can change the file can change what it proves.
 * Format: docs/formats/audit-log.md.
 *
 * @param seen what the rules about entries had seen; empty in a file of version 1, and for a log
 *     that is empty, closed, or of more boots than are counted
 * @param checkedAt when it was verified, by the auditor's clock, to the second
 * @param tool which program and version verified
 */
public record AuditorState(
    MerkleTreeState tree, Optional<EntriesSeen> seen, Instant checkedAt, String tool) {
  private static final String TITLE = "patientvault-auditor-state ";
  private static final String FIRST_VERSION = TITLE + "1";
  private static final String SECOND_VERSION = TITLE + "2";
  private static final int MAX_BYTES = 8 << 20;
  private static final int MAX_BYTES_OF_FIRST = 16 << 10;
  private static final int MAX_LINES = 2 * NodeCounters.MOST_BOOTS;
  private static final Pattern TOOL = Pattern.compile("[!-~]+( [!-~]+){0,7}");

  /** The tree of one log as it was verified. */
  public record MerkleTreeState(String origin, long size, Bytes root, List<Bytes> frontier) {
    public MerkleTreeState {
      KeyName.check(origin);
      frontier = List.copyOf(frontier);
      if (size > EntryStamp.MAX_INTEGER) {
        throw new IllegalArgumentException("a size beyond 2^53 - 1");
      }
      if (!MerkleFrontier.of(size, frontier).root().equals(root)) {
        throw new IllegalArgumentException("a frontier that does not fold to its root");
      }
    }
  }

  public AuditorState {
    checkedAt = checkedAt.truncatedTo(ChronoUnit.SECONDS);
    if (!TOOL.matcher(tool).matches() || tool.length() > 200) {
      throw new IllegalArgumentException("a tool is named in a few words of plain ASCII");
    }
  }

  /** A state that no verification can begin at. */
  public AuditorState(MerkleTreeState tree, Instant checkedAt, String tool) {
    this(tree, Optional.empty(), checkedAt, tool);
  }

  /** Which log it is of. */
  public String origin() {
    return tree.origin();
  }

  /** The number of entries that were verified. */
  public long size() {
    return tree.size();
  }

  /** The root of the tree that the auditor saw. */
  public Bytes root() {
    return tree.root();
  }

  /** The file's bytes. */
  public byte[] text() {
    StringBuilder text =
        new StringBuilder(seen.isPresent() ? SECOND_VERSION : FIRST_VERSION).append('\n');
    text.append("origin ").append(origin()).append('\n');
    text.append("size ").append(size()).append('\n');
    text.append("root ").append(StrictBase64.encode(root().toArray())).append('\n');
    for (Bytes each : tree.frontier()) {
      text.append("frontier ").append(StrictBase64.encode(each.toArray())).append('\n');
    }
    seen.ifPresent(each -> each.writeTo(text));
    text.append("checked ").append(checkedAt).append('\n');
    text.append("tool ").append(tool).append('\n');
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #text} wrote, and only that.
   *
   * @throws VaultException.InvalidInput when it is spelled otherwise or its frontier is of another
   *     tree
   */
  public static AuditorState parse(byte[] file) {
    try {
      AuditorState state = read(file);
      if (!Arrays.equals(state.text(), file)) {
        throw refused("in another spelling", null);
      }
      return state;
    } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
      throw refused("with a value that cannot be one", e);
    }
  }

  private static AuditorState read(byte[] file) {
    if (file.length > MAX_BYTES) {
      throw refused("of more than " + MAX_BYTES + " bytes", null);
    }
    String[] lines = new String(file, StandardCharsets.UTF_8).split("\n", MAX_LINES);
    boolean first = lines[0].equals(FIRST_VERSION) && file.length <= MAX_BYTES_OF_FIRST;
    if (lines.length < 7 || !(first || lines[0].equals(SECOND_VERSION))) {
      throw refused("that does not start as one, or is too long or short", null);
    }
    int last = lines.length - 1;
    List<Bytes> frontier = new ArrayList<>();
    int at = 4;
    for (; at < last - 2 && lines[at].startsWith("frontier "); at++) {
      frontier.add(hash(value(lines[at], "frontier ")));
    }
    Optional<EntriesSeen> seen = first ? Optional.empty() : Optional.of(seen(lines, at, last - 2));
    MerkleTreeState tree =
        new MerkleTreeState(
            value(lines[1], "origin "),
            Decimal.parse(value(lines[2], "size ")),
            hash(value(lines[3], "root ")),
            frontier);
    Instant checkedAt = Instant.parse(value(lines[last - 2], "checked "));
    return new AuditorState(tree, seen, checkedAt, value(lines[last - 1], "tool "));
  }

  private static EntriesSeen seen(String[] lines, int from, int to) {
    if (to - from < 3) {
      throw refused("of version 2 without what was seen", null);
    }
    Map<String, Long> counters = new HashMap<>();
    for (int i = from + 3; i < to; i++) {
      EntriesSeen.read(value(lines[i], "counter "), counters);
    }
    return new EntriesSeen(
        Instant.parse(value(lines[from], "first ")),
        Instant.parse(value(lines[from + 1], "last ")),
        Decimal.parse(value(lines[from + 2], "erased ")),
        counters);
  }

  private static String value(String line, String key) {
    if (!line.startsWith(key)) {
      throw refused("without the line " + key.strip() + " in its place", null);
    }
    return line.substring(key.length());
  }

  private static Bytes hash(String text) {
    return StrictBase64.decode(text).orElseThrow(() -> refused("with a broken hash", null));
  }

  private static VaultException.InvalidInput refused(
      String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new VaultException.InvalidInput("an auditor's state " + why, cause);
  }
}
