package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.patientvault.audit.details.DetailsRecipient;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Writes a log as a directory that an auditor can check alone, in the C2SP tlog-tiles layout.
 *
 * <p>Repairs and checks nothing: tiles come from the stored leaf hashes and bundles from the stored
 * leaves, so that a stored leaf that was edited still differs from its tile. Holds a few tiles in
 * memory however long the log is. For one thread. Format: docs/formats/audit-log.md.
 */
public final class BundleWriter {
  private static final int LONGEST_LEAF = 0xffff;

  private final BundleOutput output;
  private final TileWriter tiles;
  private final EntryBundle entries = new EntryBundle();
  private final byte[] headNote;
  private final long claimedSize;
  private DetailFile.@Nullable Writer details;
  private long size;

  private BundleWriter(BundleOutput output, byte[] headNote) {
    this.output = output;
    this.headNote = headNote.clone();
    this.tiles = new TileWriter(output);
    this.claimedSize = claimedSize(headNote);
  }

  /**
   * Starts a bundle whose newest checkpoint is {@code headNote}, shown as it is.
   *
   * @param directory made when it is not there
   * @throws VaultException.Refused when the directory holds something already
   * @throws VaultException.StorageFailed when it cannot be written
   */
  public static BundleWriter create(Path directory, byte[] headNote) {
    return new BundleWriter(BundleOutput.create(directory), headNote);
  }

  /**
   * A damaged note claims nothing; the bundle then shows every entry and the verifier the damage.
   */
  private static long claimedSize(byte[] note) {
    try {
      return TreeHead.parse(SignedNote.parse(note).unverifiedText()).size();
    } catch (VaultException.InvalidInput e) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * From the first entry on, seals the detail of each to an auditor.
   *
   * @param origin the log's
   */
  public void sealDetails(DetailsRecipient to, String origin) {
    DetailsRecipient.Sealing sealing = to.seal(origin);
    output.write(Details.HEADER, sealing.header().toArray());
    details = new DetailFile.Writer(sealing.cipher());
  }

  /** As {@link #entry(byte[], byte[], StoredDetail)}, without a detail. */
  public void entry(byte[] leaf, byte[] claimedLeafHash) {
    entry(leaf, claimedLeafHash, StoredDetail.NONE);
  }

  /**
   * Adds the next entry as it is stored, and its detail if details are sealed. What lies beyond the
   * checkpoint's size is left out.
   *
   * @throws VaultException.Tampered when the stored values cannot be shown in this format
   */
  public void entry(byte[] leaf, byte[] claimedLeafHash, StoredDetail detail) {
    if (leaf.length > LONGEST_LEAF || claimedLeafHash.length != MerkleHash.SIZE_BYTES) {
      throw new VaultException.Tampered(
          "entry " + size + " has a stored leaf or hash of impossible length");
    }
    if (size < claimedSize) {
      size++;
      entries.add(leaf);
      tiles.add(claimedLeafHash);
      if (details != null) {
        details.add(size - 1, detail);
      }
      if (entries.count() == TilePath.FULL) {
        writeEntries();
      }
    }
  }

  private void writeEntries() {
    long index = (size - 1) / TilePath.FULL;
    int width = entries.count();
    output.write(TilePath.entries(index, width), entries.take());
    if (details != null) {
      output.write(TilePath.details(index, width), details.take());
    }
  }

  /** Adds a kept checkpoint, as it is stored under this size. */
  public void checkpoint(long size, byte[] note) {
    output.write(TilePath.checkpoint(size), note);
  }

  /** Adds the {@code number}th time stamp over the checkpoint of {@code size}. */
  public void anchor(long size, int number, byte[] token) {
    output.write(TilePath.anchor(size, number), token);
  }

  /** Adds the text behind a key {@code q}, under the hash it is stored by. */
  public void payload(Bytes storedSha256, byte[] body) {
    output.write(TilePath.payload(HexFormat.of().formatHex(storedSha256.toArray())), body);
  }

  /**
   * Writes what is left, then the newest checkpoint, and puts everything on the disk.
   *
   * @param hints for people and tools; no verifier believes them
   */
  public void finish(JsonValue hints) {
    if (entries.count() > 0) {
      writeEntries();
    }
    tiles.finish();
    byte[] text =
        new String(CanonicalJson.write(hints), StandardCharsets.UTF_8)
            .concat("\n")
            .getBytes(StandardCharsets.UTF_8);
    output.write("bundle.json", text);
    output.write("checkpoint", headNote);
    output.finish();
  }
}
