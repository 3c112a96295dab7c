package org.patientvault.audit;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * What lies in a bundle's directory: names only, sorted into what belongs there and what does not.
 *
 * <p>Memory grows with kept checkpoints and payloads, not with entries.
 */
final class BundleListing extends SimpleFileVisitor<Path> {
  private static final Pattern TILE =
      Pattern.compile(
          "tile/(entries|0|[1-7])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");
  private static final Pattern CHECKPOINT = Pattern.compile("checkpoints/(0|[1-9][0-9]{0,17})");
  private static final Pattern ANCHOR =
      Pattern.compile("anchor/([1-9][0-9]{0,17})-([1-9][0-9]?)\\.tsr");
  private static final Pattern DETAILS =
      Pattern.compile("details/(?:key|((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?)");
  private static final Pattern PAYLOAD = Pattern.compile("payload/([0-9a-f]{64})");

  private static final String NOT_PART = "not part of a bundle of this size";

  private final Path root;
  private final BundleShape shape;
  private final Findings findings;
  private final TreeSet<Long> kept = new TreeSet<>();
  private final NavigableMap<Long, NavigableSet<Integer>> anchors = new TreeMap<>();
  private final Set<Bytes> payloads = new HashSet<>();
  private final Map<String, NavigableSet<Integer>> narrower = new TreeMap<>();
  private long bundles;
  private long hashTiles;
  private long lastTile = -1;
  private boolean details;

  private BundleListing(Path root, BundleShape shape, Findings findings) {
    this.root = root;
    this.shape = shape;
    this.findings = findings;
  }

  /** Walks the directory; files that do not belong become findings. */
  static BundleListing of(Path root, BundleShape shape, Findings findings) {
    BundleListing listing = new BundleListing(root, shape, findings);
    try {
      Files.walkFileTree(root, listing);
    } catch (IOException e) {
      throw new VaultException.StorageFailed("the bundle cannot be listed: " + root, e);
    }
    return listing;
  }

  /** Sizes of kept checkpoints, rising. */
  NavigableSet<Long> kept() {
    return kept;
  }

  /** The numbers of time stamps, by the size that they are over. */
  NavigableMap<Long, NavigableSet<Integer>> anchors() {
    return anchors;
  }

  /** Whether there is anything of sealed details. */
  boolean hasDetails() {
    return details;
  }

  Set<Bytes> payloads() {
    return payloads;
  }

  /**
   * The widest partial tile of a smaller tree that stands in the place of this one, 0 for none:
   * what a cut tail leaves behind.
   */
  int narrowerThan(String expected) {
    NavigableSet<Integer> widths = narrower.get(place(expected));
    return widths == null ? 0 : widths.last();
  }

  /** Partial tiles of a smaller tree, as findings: in a log that was not cut they do not belong. */
  List<Verdict> refusedNarrower() {
    return narrower.entrySet().stream()
        .flatMap(each -> each.getValue().stream().map(width -> each.getKey() + ".p/" + width))
        .map(name -> (Verdict) new Verdict.Refused(name, NOT_PART))
        .toList();
  }

  /**
   * How many tiles of level 0 there can be a file of: one behind the last that there is. A head may
   * claim more entries than anybody could ask for one by one.
   */
  long reach() {
    return lastTile + 1;
  }

  /** At least so many tiles within {@link #reach} lack their entries or their hashes. */
  long holes() {
    return reach() - Math.min(bundles, hashTiles);
  }

  private static String place(String tile) {
    int partial = tile.indexOf(".p/");
    return partial < 0 ? tile : tile.substring(0, partial);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String name = name(root.relativize(file));
    if (!attributes.isRegularFile()) {
      findings.add(new Verdict.Refused(name, "neither file nor directory"));
    } else if (!isKnown(name)) {
      findings.add(new Verdict.Refused(name, NOT_PART));
    }
    return FileVisitResult.CONTINUE;
  }

  /** With slashes on every system; a backslash within a name stays one, and is refused. */
  private static String name(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }

  private boolean isKnown(String name) {
    return name.equals("checkpoint")
        || name.equals("bundle.json")
        || isTile(name)
        || isCheckpoint(name)
        || isAnchor(name)
        || isPayload(name)
        || isDetails(name);
  }

  private boolean isTile(String name) {
    Matcher matcher = TILE.matcher(name);
    if (!matcher.matches()) {
      return false;
    }
    boolean holdsEntries = matcher.group(1).equals("entries");
    int level = holdsEntries ? 0 : Integer.parseInt(matcher.group(1));
    long index = Long.parseLong(matcher.group(2).replaceAll("[x/]", ""));
    int width = matcher.group(3) == null ? TilePath.FULL : Integer.parseInt(matcher.group(3));
    String spelled =
        holdsEntries ? TilePath.entries(index, width) : TilePath.tile(level, index, width);
    int expected = shape.width(level, index);
    if (level == 0 && width <= expected) {
      count(holdsEntries, index);
    }
    if (spelled.equals(name) && width < expected) {
      narrower.computeIfAbsent(place(name), place -> new TreeSet<>()).add(width);
      return true;
    }
    return spelled.equals(name) && width == expected;
  }

  private void count(boolean holdsEntries, long index) {
    bundles += holdsEntries ? 1 : 0;
    hashTiles += holdsEntries ? 0 : 1;
    lastTile = Math.max(lastTile, index);
  }

  private boolean isCheckpoint(String name) {
    Matcher matcher = CHECKPOINT.matcher(name);
    return matcher.matches() && kept.add(Long.parseLong(matcher.group(1)));
  }

  private boolean isAnchor(String name) {
    Matcher matcher = ANCHOR.matcher(name);
    return matcher.matches()
        && anchors
            .computeIfAbsent(Long.parseLong(matcher.group(1)), size -> new TreeSet<>())
            .add(Integer.parseInt(matcher.group(2)));
  }

  private boolean isDetails(String name) {
    Matcher matcher = DETAILS.matcher(name);
    if (!matcher.matches()) {
      return false;
    }
    details = true;
    if (name.equals(Details.HEADER)) {
      return true;
    }
    long index = Long.parseLong(matcher.group(1).replaceAll("[x/]", ""));
    int width = matcher.group(2) == null ? TilePath.FULL : Integer.parseInt(matcher.group(2));
    return width == shape.width(0, index) && TilePath.details(index, width).equals(name);
  }

  private boolean isPayload(String name) {
    Matcher matcher = PAYLOAD.matcher(name);
    return matcher.matches() && payloads.add(Bytes.fromHex(matcher.group(1)));
  }
}
