package org.patientvault.audit;

import java.io.InputStream;
import java.nio.file.Path;
import org.patientvault.audit.details.DetailsCipher;
import org.patientvault.audit.details.DetailsKey;
import org.patientvault.model.VaultException;

/**
 * Reads the details of a bundle for the auditor they were sealed to. Checks nothing: verify the
 * bundle with the same key before.
 */
public final class BundleDetails {
  private final BundleFiles files;
  private final TreeHead head;
  private final DetailsCipher cipher;

  private BundleDetails(BundleFiles files, TreeHead head, DetailsCipher cipher) {
    this.files = files;
    this.head = head;
    this.cipher = cipher;
  }

  /** Takes the detail of one entry, canonical JSON. */
  @FunctionalInterface
  public interface Sink {
    void take(long index, byte[] detail);
  }

  /**
   * Hands on the details of entries {@code from} to {@code to}, both included, in order; an entry
   * without one is left out.
   *
   * @throws VaultException.NotFound when the bundle has no details
   * @throws VaultException.KeyUnavailable when they are sealed to another key
   * @throws VaultException.Tampered when a file does not hold what was sealed
   */
  public static void read(Path bundle, DetailsKey key, long from, long to, Sink sink) {
    BundleFiles files = new BundleFiles(bundle);
    TreeHead head = TreeHead.parse(SignedNote.parse(needed(files, "checkpoint")).unverifiedText());
    DetailsCipher cipher =
        key.open(needed(files, Details.HEADER), head.origin())
            .orElseThrow(
                () -> new VaultException.KeyUnavailable("the details are sealed to another key"));
    new BundleDetails(files, head, cipher).read(Math.max(0, from), to, sink);
  }

  private static byte[] needed(BundleFiles files, String name) {
    return files
        .read(name, SignedNote.MAX_BYTES)
        .orElseThrow(() -> new VaultException.NotFound("the bundle has no " + name));
  }

  private void read(long from, long to, Sink sink) {
    BundleShape shape = new BundleShape(head.size());
    long end = Math.min(to, head.size() - 1);
    for (long tile = from / TilePath.FULL; tile * TilePath.FULL <= end; tile++) {
      long first = tile * TilePath.FULL;
      int width = shape.width(0, tile);
      String name = TilePath.details(tile, width);
      InputStream file =
          files.stream(name)
              .orElseThrow(() -> new VaultException.NotFound("the bundle has no " + name));
      DetailFile.read(
              file,
              cipher,
              first,
              width,
              (detail, place) -> take(first + place, detail, from, end, sink))
          .ifPresent(
              why -> {
                throw new VaultException.Tampered("the file " + name + " " + why);
              });
    }
  }

  private static void take(long index, StoredDetail detail, long from, long end, Sink sink) {
    if (index >= from && index <= end && detail.isOpen()) {
      sink.take(index, detail.bytes());
    }
  }
}
