package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.patientvault.fuzz.Seeded;

/** A name belongs to a bundle exactly when the layout of its size has a file of that name. */
class BundleListingFuzz implements Seeded {

  private static final int MOST_BYTES = 600;
  private static final Path FOLDER = folder();

  /** The first line is the size, the others are names of empty files. */
  @FuzzTest
  void list(byte[] data) throws IOException {
    String[] lines =
        new String(data, 0, Math.min(data.length, MOST_BYTES), StandardCharsets.ISO_8859_1)
            .split("\n", -1);
    if (!Decimal.isDecimal(lines[0]) || lines[0].length() > 15) {
      return;
    }
    BundleShape shape = new BundleShape(Long.parseLong(lines[0]));
    try {
      List<String> made =
          Arrays.stream(lines).skip(1).filter(BundleListingFuzz::made).distinct().toList();
      Findings findings = new Findings();
      BundleListing listing = BundleListing.of(FOLDER, shape, findings);
      findings.addAll(listing.refusedNarrower());
      for (String name : made) {
        boolean refused =
            findings.all().stream()
                .anyMatch(
                    verdict -> verdict instanceof Verdict.Refused each && each.file().equals(name));
        boolean stands = Files.isRegularFile(FOLDER.resolve(name));
        require(
            !stands || refused != belongs(name, shape),
            name + (refused ? " is" : " is not") + " refused");
      }
    } finally {
      empty();
    }
  }

  /** What the layout says, by building the name anew from its numbers. */
  private static boolean belongs(String name, BundleShape shape) {
    if (name.equals("checkpoint")
        || name.equals("details/key")
        || name.equals("bundle.json")
        || name.matches("payload/[0-9a-f]{64}")) {
      return true;
    }
    if (name.startsWith("anchor/")) {
      return name.matches("anchor/[1-9][0-9]{0,17}-[1-9][0-9]?\\.tsr");
    }
    if (name.startsWith("checkpoints/")) {
      String size = name.substring("checkpoints/".length());
      return size.length() <= 18 && Decimal.isDecimal(size);
    }
    String digits =
        name.replaceAll("\\.p/.*", "")
            .replaceAll("[^0-9/]", "")
            .replaceAll("^/?[0-7]?/", "")
            .replace("/", "");
    if (digits.isEmpty() || digits.length() > 18) {
      return false;
    }
    long index = Long.parseLong(digits);
    for (int level = 0; level < 8; level++) {
      int width = shape.width(level, index);
      boolean tile = width > 0 && name.equals(TilePath.tile(level, index, width));
      boolean entries = level == 0 && width > 0 && name.equals(TilePath.entries(index, width));
      boolean details = level == 0 && width > 0 && name.equals(TilePath.details(index, width));
      if (tile || entries || details) {
        return true;
      }
    }
    return false;
  }

  private static boolean made(String name) {
    if (!name.matches("[ -.0-~]+(/[ -.0-~]+){0,8}")
        || Arrays.asList(name.split("/")).stream()
            .anyMatch(part -> part.length() > 80 || part.equals(".") || part.equals(".."))) {
      return false;
    }
    try {
      Files.createDirectories(FOLDER.resolve(name).getParent());
      Files.write(FOLDER.resolve(name), new byte[0]);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("listing-fuzz");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void empty() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(FOLDER)) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "small",
        lines(
            "3",
            "checkpoint",
            "bundle.json",
            "tile/0/000.p/3",
            "tile/entries/000.p/3",
            "checkpoints/2"),
        "large",
        lines(
            "1234567",
            "tile/0/x001/234",
            "tile/0/x004/822.p/135",
            "tile/1/018.p/214",
            "tile/entries/x001/000"),
        "not-ours",
        lines(
            "300",
            "tile/0/000.p/3",
            "tile/0/1",
            "tile/8/000",
            "payload/00",
            "checkpoints/01",
            "x"));
  }

  private static byte[] lines(String... lines) {
    return Samples.ascii(String.join("\n", lines));
  }
}
