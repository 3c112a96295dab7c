package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * One entry of a log with all it takes to check that the log signed it: its place, the hashes
 * beside it, and a signed head. Format: C2SP tlog-proof, with the entry as the extra data.
 *
 * <p>Shows that the entry stands in the log whose head was signed; not that the log has no other
 * head for others. Immutable.
 *
 * @param leaf the entry's bytes; a proof of another program may leave them to be given apart
 * @param hashes from the leaf's sibling up to a child of the root
 * @param note the signed checkpoint, as the log gave it
 */
public record LogProof(long index, Optional<Bytes> leaf, List<Bytes> hashes, Bytes note) {
  /** More than any proof has: 63 hashes, an entry and a note with its signatures. */
  public static final int MAX_BYTES = SignedNote.MAX_BYTES + (16 << 10);

  private static final String FIRST = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";
  private static final int MOST_HASHES = 63;

  public LogProof {
    hashes = List.copyOf(hashes);
  }

  /**
   * Makes the proof of one entry out of an exported log.
   *
   * @throws VaultException.NotFound when the log has no such entry
   * @throws VaultException.InvalidInput when a file of the bundle is missing, or of another size
   * @throws VaultException.Tampered when what is there is not what the head was signed over
   * @throws VaultException.KeyUnavailable when no key of {@code policy} can tell
   */
  public static LogProof of(Path bundle, long index, TrustPolicy policy) {
    LogProof proof = LogProofs.of(bundle, policy).proof(index);
    proof.verify(policy, proof.leaf().orElseThrow());
    return proof;
  }

  /**
   * Checks that {@code entry} stands in the log, and gives the head that says so. Whether enough
   * others signed it is {@link TrustPolicy#isMetBy}'s to say.
   *
   * @throws VaultException.Tampered when the entry, its place or a hash is not what was signed
   * @throws VaultException.KeyUnavailable when no key of {@code policy} can tell
   */
  public Checkpoint verify(TrustPolicy policy, Bytes entry) {
    Checkpoint head = policy.open(note.toArray());
    Bytes hash = Bytes.of(new MerkleHash().leaf(entry.toArray()));
    if (!new InclusionProof(index, head.size(), hashes).proves(hash, head.root())) {
      throw new VaultException.Tampered(
          "the entry does not stand at index " + index + " of the log that was signed");
    }
    return head;
  }

  /** The proof as a file. */
  public byte[] text() {
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    leaf.ifPresent(
        extra -> text.append(EXTRA).append(StrictBase64.encode(extra.toArray())).append('\n'));
    text.append(INDEX).append(index).append('\n');
    hashes.forEach(hash -> text.append(StrictBase64.encode(hash.toArray())).append('\n'));
    byte[] head = text.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(head, head.length + note.size());
    note.copyTo(whole, head.length);
    return whole;
  }

  /**
   * Reads what {@link #text} gave, or another program wrote; one text for one proof.
   *
   * @throws VaultException.InvalidInput when it is none; nothing is checked yet
   */
  public static LogProof parse(byte[] file) {
    if (file.length > MAX_BYTES) {
      throw none("is longer than " + MAX_BYTES + " bytes");
    }
    String text = new String(file, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\n\n");
    if (end < 0 || !text.startsWith(FIRST + "\n")) {
      throw none("does not begin with \"" + FIRST + "\", or has no empty line before its head");
    }
    List<String> lines = new ArrayList<>(List.of(text.substring(0, end).split("\n", -1)));
    lines.remove(0);
    Optional<Bytes> extra = Optional.empty();
    if (!lines.isEmpty() && lines.get(0).startsWith(EXTRA)) {
      extra = Optional.of(decoded(lines.remove(0).substring(EXTRA.length())));
    }
    if (lines.isEmpty() || !lines.get(0).startsWith(INDEX)) {
      throw none("names no index");
    }
    long index = number(lines.remove(0).substring(INDEX.length()));
    Bytes note = Bytes.of(file, end + 2, file.length - end - 2);
    return new LogProof(index, extra, hashes(lines), note);
  }

  private static long number(String text) {
    try {
      return Decimal.parse(text);
    } catch (IllegalArgumentException e) {
      throw none("names an index that is no plain number");
    }
  }

  private static List<Bytes> hashes(List<String> lines) {
    List<Bytes> hashes = lines.stream().map(LogProof::decoded).toList();
    if (hashes.size() > MOST_HASHES || !ProofHashes.areHashes(hashes)) {
      throw none("has lines that are no hashes");
    }
    return hashes;
  }

  private static Bytes decoded(String text) {
    return StrictBase64.decode(text)
        .orElseThrow(() -> none("has a line that is not standard Base 64"));
  }

  private static VaultException none(String why) {
    return new VaultException.InvalidInput("this is no proof of a log entry: it " + why);
  }
}
