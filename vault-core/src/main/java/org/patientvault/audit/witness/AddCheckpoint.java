package org.patientvault.audit.witness;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.patientvault.audit.Decimal;
import org.patientvault.audit.StrictBase64;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * What a log sends to a witness: the size it saw last, a proof that the log grew from there, and
 * the new checkpoint.
 *
 * <p>Taken apart and not checked; anybody may send one. Format: C2SP tlog-witness, add-checkpoint.
 *
 * @param proof at most 63 hashes of 32 bytes
 * @param note the checkpoint, at most 64 KiB
 */
public record AddCheckpoint(long oldSize, List<Bytes> proof, Bytes note) {
  /** The longest request there is. */
  public static final int MAX_BYTES = 64 * 1024 + 63 * 45 + 24;

  private static final int MOST_HASHES = 63;
  private static final int MAX_NOTE_BYTES = 64 * 1024;
  private static final int HASH_BYTES = 32;
  private static final String OLD = "old ";

  /** Longer than any line before the checkpoint is. */
  private static final int MAX_LINE_BYTES = 64;

  public AddCheckpoint {
    proof = List.copyOf(proof);
    if (oldSize < 0
        || proof.size() > MOST_HASHES
        || proof.stream().anyMatch(hash -> hash.size() != HASH_BYTES)
        || note.size() > MAX_NOTE_BYTES) {
      throw new IllegalArgumentException("no request has such a size, proof or checkpoint");
    }
  }

  /**
   * Reads a request, byte by byte: every line ends with a newline, and each value has one spelling.
   *
   * @throws VaultException.InvalidInput when it is not exactly of the format
   */
  public static AddCheckpoint parse(byte[] body) {
    if (body.length > MAX_BYTES) {
      throw refused("longer than " + MAX_BYTES + " bytes");
    }
    String first = line(body, 0);
    int at = first.length() + 1;
    long oldSize = oldSize(first);
    List<Bytes> proof = new ArrayList<>();
    for (String line = line(body, at); !line.isEmpty(); line = line(body, at)) {
      at += line.length() + 1;
      proof.add(hash(line));
      if (proof.size() > MOST_HASHES) {
        throw refused("more than " + MOST_HASHES + " proof lines");
      }
    }
    byte[] note = Arrays.copyOfRange(body, at + 1, body.length);
    if (note.length > MAX_NOTE_BYTES) {
      throw refused("a checkpoint longer than " + MAX_NOTE_BYTES + " bytes");
    }
    return new AddCheckpoint(oldSize, proof, Bytes.of(note));
  }

  private static String line(byte[] body, int from) {
    int end = from;
    while (end < body.length && body[end] != '\n') {
      end++;
    }
    if (end == body.length || end - from > MAX_LINE_BYTES) {
      throw refused("a line before the checkpoint that is too long or does not end");
    }
    return new String(body, from, end - from, StandardCharsets.ISO_8859_1);
  }

  private static long oldSize(String line) {
    if (!line.startsWith(OLD) || !Decimal.isDecimal(line.substring(OLD.length()))) {
      throw refused("it starts with the line: old SIZE");
    }
    return Decimal.parse(line.substring(OLD.length()));
  }

  private static Bytes hash(String line) {
    Optional<Bytes> hash = StrictBase64.decode(line).filter(each -> each.size() == HASH_BYTES);
    return hash.orElseThrow(() -> refused("a proof line that is not a hash in Base 64"));
  }

  private static VaultException.InvalidInput refused(String why) {
    return new VaultException.InvalidInput("not an add-checkpoint request: " + why);
  }

  /** As it is sent, or carried in a file. */
  public byte[] encode() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(ascii(OLD + oldSize + "\n"));
    proof.forEach(hash -> body.writeBytes(ascii(StrictBase64.encode(hash.toArray()) + "\n")));
    body.write('\n');
    body.writeBytes(note.toArray());
    return body.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The log that the checkpoint says it is of; empty when it says nothing. */
  Optional<String> claimedOrigin() {
    String text = new String(note.toArray(), StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    return end < 1 ? Optional.empty() : Optional.of(text.substring(0, end));
  }
}
