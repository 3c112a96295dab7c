package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * A C2SP signed note taken apart, nothing in it checked yet.
 *
 * <p>Reads bytes, not lines: a carriage return, a missing last newline or a second spelling of a
 * signature is refused, not mended. At most 64 KiB and 32 signature lines.
 */
record SignedNote(String unverifiedText, List<NoteLine> lines) {
  static final int MAX_BYTES = 64 * 1024;
  static final int MAX_LINES = 32;

  private static final String DASH = "\u2014 ";
  private static final int KEY_ID_BYTES = 4;

  /**
   * Reads a note.
   *
   * @throws VaultException.InvalidInput when it is not exactly of the format; says why, shows none
   *     of it
   */
  static SignedNote parse(byte[] note) {
    if (note.length > MAX_BYTES) {
      throw refused("longer than " + MAX_BYTES + " bytes");
    }
    String text = decoded(note);
    if (text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw refused("a control character");
    }
    int blank = text.lastIndexOf("\n\n");
    if (blank < 0 || !text.endsWith("\n") || blank + 2 == text.length()) {
      throw refused("no signature lines, or the last one does not end");
    }
    String signatures = text.substring(blank + 2, text.length() - 1);
    return new SignedNote(text.substring(0, blank + 1), parseLines(signatures));
  }

  private static String decoded(byte[] note) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(note)).toString();
    } catch (CharacterCodingException e) {
      throw new VaultException.InvalidInput("not a signed note: not UTF-8", e);
    }
  }

  private static List<NoteLine> parseLines(String signatures) {
    List<NoteLine> lines = new ArrayList<>();
    for (String line : signatures.split("\n", -1)) {
      if (lines.size() == MAX_LINES) {
        throw refused("more than " + MAX_LINES + " signature lines");
      }
      lines.add(parseLine(line));
    }
    return List.copyOf(lines);
  }

  private static NoteLine parseLine(String line) {
    int space = line.indexOf(' ', DASH.length());
    if (!line.startsWith(DASH) || space < 0) {
      throw refused("a signature line of another form");
    }
    String name = line.substring(DASH.length(), space);
    Bytes signature =
        StrictBase64.decode(line.substring(space + 1))
            .orElseThrow(() -> refused("a signature that is not canonical Base 64"));
    if (!KeyName.isName(name) || signature.size() <= KEY_ID_BYTES) {
      throw refused("a key name or a signature that cannot be one");
    }
    return new NoteLine(
        name,
        ByteBuffer.wrap(signature.toArray()).getInt(),
        Bytes.of(signature.toArray(), KEY_ID_BYTES, signature.size() - KEY_ID_BYTES));
  }

  /** One line as a note holds it, its newline included. */
  static String line(VerifierKey key, byte[] signature) {
    ByteBuffer identified = ByteBuffer.allocate(KEY_ID_BYTES + signature.length);
    identified.putInt(key.keyId()).put(signature);
    return DASH + key.name() + " " + StrictBase64.encode(identified.array()) + "\n";
  }

  static VaultException.InvalidInput refused(String reason) {
    return new VaultException.InvalidInput("not a signed note: " + reason);
  }
}
