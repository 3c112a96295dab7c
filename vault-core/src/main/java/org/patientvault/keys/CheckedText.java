package org.patientvault.keys;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.CodecPolicy;
import org.apache.commons.codec.binary.Base32;
import org.patientvault.model.VaultException;

/**
 * Bytes as rows that a person can read aloud and type: Base32 in groups of four, each row with its
 * number and two characters that check it, so that a slip is found and its row named.
 *
 * <p>Reads small letters, blanks, dashes, and rows with or without their numbers. Messages name
 * rows and places, never what stands there. Format: docs/formats/key-hierarchy.md, "Text".
 */
record CheckedText(String mark, String what, int sizeBytes) {
  static final int ROW_BYTES = 10;

  private static final int DATA_CHARACTERS = 16;
  private static final int ROW_CHARACTERS = 18;
  private static final int GROUP_CHARACTERS = 4;
  private static final int MAX_CHARACTERS = 1 << 16;
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final Base32 STRICT = Base32.builder().setDecodingPolicy(CodecPolicy.STRICT).get();
  private static final Pattern NUMBER = Pattern.compile("\\s*([0-9]{1,3})\\s*:");

  int rows() {
    return sizeBytes / ROW_BYTES;
  }

  /** The mark, and a line for each row; the caller wipes it. */
  char[] encode(byte[] bytes) {
    CharBuffer out = CharBuffer.allocate(mark.length() + 1 + rows() * (ROW_CHARACTERS + 12));
    try {
      out.put(mark).put('\n');
      for (int row = 1; row <= rows(); row++) {
        out.put(String.valueOf(row)).put(':');
        putGroups(out, row(bytes, row));
        out.put('\n');
      }
      return Arrays.copyOf(out.array(), out.position());
    } finally {
      Arrays.fill(out.array(), '\0');
    }
  }

  private static void putGroups(CharBuffer out, char[] row) {
    for (int i = 0; i < row.length; i++) {
      if (i % GROUP_CHARACTERS == 0) {
        out.put(' ');
      }
      out.put(row[i]);
    }
    Arrays.fill(row, '\0');
  }

  /** The mark, a colon and all rows without blanks: for machines. */
  char[] encodeCompact(byte[] bytes) {
    CharBuffer out = CharBuffer.allocate(mark.length() + 1 + rows() * ROW_CHARACTERS);
    out.put(mark).put(':');
    for (int row = 1; row <= rows(); row++) {
      char[] characters = row(bytes, row);
      out.put(characters);
      Arrays.fill(characters, '\0');
    }
    return out.array();
  }

  private char[] row(byte[] bytes, int row) {
    byte[] data = Arrays.copyOfRange(bytes, (row - 1) * ROW_BYTES, row * ROW_BYTES);
    byte[] coded = new Base32().encode(data);
    int check = check(row, data);
    char[] characters = new char[ROW_CHARACTERS];
    for (int i = 0; i < DATA_CHARACTERS; i++) {
      characters[i] = (char) coded[i];
    }
    characters[DATA_CHARACTERS] = ALPHABET.charAt(check >> 5);
    characters[DATA_CHARACTERS + 1] = ALPHABET.charAt(check & 31);
    Arrays.fill(data, (byte) 0);
    Arrays.fill(coded, (byte) 0);
    return characters;
  }

  /** Ten bits that depend on the mark, the row's number and its bytes. */
  private int check(int row, byte[] data) {
    MessageDigest digest = sha256();
    digest.update(("PVrow" + mark).getBytes(StandardCharsets.US_ASCII));
    digest.update((byte) row);
    byte[] hash = digest.digest(data);
    return (hash[0] & 0xFF) << 2 | (hash[1] & 0xFF) >> 6;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /**
   * The bytes that {@code text} means; what stands before the mark is for people and ignored. The
   * caller wipes both.
   *
   * @throws VaultException.InvalidInput that names the row, and the place in it, that is wrong
   */
  byte[] decode(char[] text) {
    if (text.length > MAX_CHARACTERS) {
      throw invalid("is longer than " + MAX_CHARACTERS + " characters");
    }
    CharBuffer code = CharBuffer.allocate(rows() * ROW_CHARACTERS);
    try {
      collect(afterMark(text), code);
      if (code.hasRemaining()) {
        throw ended(code.position());
      }
      return bytes(code.array());
    } finally {
      Arrays.fill(code.array(), '\0');
    }
  }

  /** Whether {@code text} holds this mark at the beginning of a line. */
  boolean isIn(char[] text) {
    return markAtLineStart().matcher(CharBuffer.wrap(text)).find();
  }

  private CharBuffer afterMark(char[] text) {
    Matcher found = markAtLineStart().matcher(CharBuffer.wrap(text));
    if (!found.find()) {
      throw invalid("has no line that begins with " + mark);
    }
    return CharBuffer.wrap(text, found.end(), text.length - found.end());
  }

  /** Copies the characters of the code, without what is there for the eye. */
  private void collect(CharBuffer text, CharBuffer code) {
    int lineStart = text.position();
    for (int at = text.position(); at <= text.limit(); at++) {
      if (at == text.limit() || text.array()[at] == '\n' || text.array()[at] == '\r') {
        collectLine(CharBuffer.wrap(text.array(), lineStart, at - lineStart), code);
        lineStart = at + 1;
      }
    }
  }

  private void collectLine(CharBuffer line, CharBuffer code) {
    Matcher number = NUMBER.matcher(line);
    if (number.lookingAt()) {
      int row = code.position() / ROW_CHARACTERS + 1;
      if (code.position() % ROW_CHARACTERS != 0) {
        throw ended(code.position());
      }
      if (Integer.parseInt(number.group(1)) != row) {
        throw invalid("has row " + number.group(1) + " where row " + row + " should be");
      }
      line.position(line.position() + number.end());
    }
    while (line.hasRemaining()) {
      char each = line.get();
      if (!Character.isWhitespace(each) && each != '-') {
        put(code, each);
      }
    }
  }

  private void put(CharBuffer code, char each) {
    int row = code.position() / ROW_CHARACTERS + 1;
    if (!code.hasRemaining()) {
      throw invalid("goes on after row " + rows() + ", which is the last");
    }
    char upper = each >= 'a' && each <= 'z' ? (char) (each - 'a' + 'A') : each;
    if (ALPHABET.indexOf(upper) < 0) {
      throw invalid(
          "row "
              + row
              + ", character "
              + (code.position() % ROW_CHARACTERS + 1)
              + " is neither a letter from A to Z nor a digit from 2 to 7; what looks like 0 or 1"
              + " is the letter O or I");
    }
    code.put(upper);
  }

  private VaultException ended(int characters) {
    return invalid(
        "row "
            + (characters / ROW_CHARACTERS + 1)
            + " of "
            + rows()
            + " has "
            + characters % ROW_CHARACTERS
            + " characters instead of "
            + ROW_CHARACTERS);
  }

  private byte[] bytes(char[] code) {
    byte[] bytes = new byte[sizeBytes];
    try {
      for (int row = 1; row <= rows(); row++) {
        byte[] data = rowBytes(row, code);
        System.arraycopy(data, 0, bytes, (row - 1) * ROW_BYTES, ROW_BYTES);
        Arrays.fill(data, (byte) 0);
      }
      return bytes;
    } catch (VaultException e) {
      Arrays.fill(bytes, (byte) 0);
      throw e;
    }
  }

  private byte[] rowBytes(int row, char[] code) {
    int start = (row - 1) * ROW_CHARACTERS;
    byte[] coded = new byte[DATA_CHARACTERS];
    for (int i = 0; i < DATA_CHARACTERS; i++) {
      coded[i] = (byte) code[start + i];
    }
    byte[] data = STRICT.decode(coded);
    Arrays.fill(coded, (byte) 0);
    int check = check(row, data);
    if (code[start + DATA_CHARACTERS] != ALPHABET.charAt(check >> 5)
        || code[start + DATA_CHARACTERS + 1] != ALPHABET.charAt(check & 31)) {
      throw invalid("row " + row + " has a typing error: its last two characters do not fit it");
    }
    return data;
  }

  /** Refuses one row as it was typed, with or without its number. */
  void checkRow(int row, char[] typed) {
    CharBuffer code = CharBuffer.allocate(rows() * ROW_CHARACTERS);
    int start = (row - 1) * ROW_CHARACTERS;
    try {
      code.position(start);
      collectLine(CharBuffer.wrap(typed), code);
      if (code.position() != start + ROW_CHARACTERS) {
        throw invalid(
            "row "
                + row
                + " has "
                + (code.position() - start)
                + " characters instead of "
                + ROW_CHARACTERS);
      }
      Arrays.fill(rowBytes(row, code.array()), (byte) 0);
    } finally {
      Arrays.fill(code.array(), '\0');
    }
  }

  private Pattern markAtLineStart() {
    return Pattern.compile(
        "^[ \\t\uFEFF]*" + mark + "[ \\t]*(?::|$)", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
  }

  private VaultException invalid(String why) {
    return new VaultException.InvalidInput("the " + what + " " + why);
  }
}
