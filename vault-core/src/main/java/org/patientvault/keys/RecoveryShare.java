package org.patientvault.keys;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * One keeper's share of a split {@link RecoveryKey}: of which set, which number, and whether it was
 * read as it was written.
 *
 * <p>Alone, or with fewer than are needed, it tells nothing of the key; enough of them are the key.
 * Its check finds slips, not forgery: whoever has a share can make up another, which {@link
 * RecoveryKey#join} then refuses. {@code toString} names the share and not its content. Format:
 * docs/formats/key-hierarchy.md, "Recovery".
 */
public final class RecoveryShare implements AutoCloseable {
  /** How many rows are typed. */
  public static final int ROWS = 8;

  private static final byte VERSION = 1;
  private static final int SHARE_BYTES = XWingProtector.SEED_BYTES;
  private static final int CHECK_BYTES = 4;
  private static final int SIZE_BYTES = ROWS * CheckedText.ROW_BYTES;
  private static final CheckedText TEXT = new CheckedText("PVSHARE1", "recovery share", SIZE_BYTES);

  private final RecoverySet set;
  private final int number;
  private final byte[] point;
  private final Bytes keyCheck;

  /** Takes {@code point} over. */
  RecoveryShare(RecoverySet set, int number, byte[] point, byte[] keyCheck) {
    if (number < 1 || number > set.of()) {
      throw new VaultException.InvalidInput(
          "a share says that it is number " + number + " of " + set.of());
    }
    this.set = set;
    this.number = number;
    this.point = point;
    this.keyCheck = Bytes.of(keyCheck);
  }

  /**
   * The share that {@code text} holds, as {@link #text} or {@link #code} wrote it or a person typed
   * it: small letters, blanks and dashes do not matter. The caller wipes {@code text}.
   *
   * @throws VaultException.InvalidInput when it is none; the message names the row, and the place
   *     in it, but nothing that stands there
   */
  public static RecoveryShare parse(char[] text) {
    byte[] read = TEXT.decode(Objects.requireNonNull(text, "text"));
    byte[] body = Arrays.copyOf(read, SIZE_BYTES - CHECK_BYTES);
    try {
      if (read[0] != VERSION) {
        throw new VaultException.InvalidInput(
            "the recovery share has version "
                + (read[0] & 0xFF)
                + "; this program knows version 1");
      }
      if (!Arrays.equals(withCheck(body), read)) {
        throw new VaultException.InvalidInput(
            "the recovery share is not as it was written down: some row was mistyped, or rows of"
                + " two shares are mixed");
      }
      return decode(ByteBuffer.wrap(body).position(1));
    } finally {
      Arrays.fill(read, (byte) 0);
      Arrays.fill(body, (byte) 0);
    }
  }

  private static RecoveryShare decode(ByteBuffer in) {
    int needed = in.get();
    int of = in.get();
    int number = in.get();
    VaultId vault = new VaultId(Bytes.wrap(take(in, VaultId.SIZE_BYTES)));
    Bytes id = Bytes.wrap(take(in, RecoverySet.ID_BYTES));
    byte[] point = take(in, SHARE_BYTES);
    byte[] keyCheck = take(in, RecoverySet.KEY_CHECK_BYTES);
    return new RecoveryShare(new RecoverySet(vault, id, needed, of), number, point, keyCheck);
  }

  private static byte[] take(ByteBuffer in, int size) {
    byte[] taken = new byte[size];
    in.get(taken);
    return taken;
  }

  /** Whether {@code text} looks like a share's. */
  public static boolean isIn(char[] text) {
    return TEXT.isIn(text);
  }

  /**
   * Refuses one row, counted from 1, as a person typed it; so that it is typed again at once.
   *
   * @throws VaultException.InvalidInput that says what is wrong with it
   */
  public static void checkRow(int row, char[] typed) {
    if (row < 1 || row > ROWS) {
      throw new IllegalArgumentException("a share has rows 1 to 8, not " + row);
    }
    TEXT.checkRow(row, typed);
  }

  /** A file's text: for whom and what for, in words, then the rows. The caller wipes it. */
  public char[] text() {
    char[] rows = TEXT.encode(encoded());
    CharBuffer text = CharBuffer.allocate(1024);
    text.put("PatientVault recovery share " + number + " of " + set.of() + "\n");
    text.put("for the vault " + set.vault() + ", set " + set.id().hex() + "\n\n");
    text.put("Any " + set.needed() + " of the " + set.of() + " shares together open the vault. ");
    text.put("Keep this one secret, and\napart from the others.\n\n");
    text.put(rows);
    Arrays.fill(rows, '\0');
    char[] whole = Arrays.copyOf(text.array(), text.position());
    Arrays.fill(text.array(), '\0');
    return whole;
  }

  /** One line without blanks, for machines. The caller wipes it. */
  public char[] code() {
    return TEXT.encodeCompact(encoded());
  }

  private byte[] encoded() {
    ByteBuffer body =
        ByteBuffer.allocate(SIZE_BYTES - CHECK_BYTES)
            .put(VERSION)
            .put((byte) set.needed())
            .put((byte) set.of())
            .put((byte) number)
            .put(set.vault().value().toArray())
            .put(set.id().toArray())
            .put(point)
            .put(keyCheck.toArray());
    return withCheck(body.array());
  }

  private static byte[] withCheck(byte[] body) {
    MessageDigest digest = CheckedText.sha256();
    digest.update("PVsh1".getBytes(StandardCharsets.US_ASCII));
    byte[] check = digest.digest(body);
    byte[] whole = Arrays.copyOf(body, SIZE_BYTES);
    System.arraycopy(check, 0, whole, body.length, CHECK_BYTES);
    return whole;
  }

  /** The vault that it is for. */
  public VaultId vault() {
    return set.vault();
  }

  /** The id of its set in hex, as the slot's URI has it. */
  public String setId() {
    return set.id().hex();
  }

  /** Its number in the set, from 1. */
  public int number() {
    return number;
  }

  /** How many shares of its set open the vault. */
  public int needed() {
    return set.needed();
  }

  /** How many shares its set has. */
  public int of() {
    return set.of();
  }

  RecoverySet set() {
    return set;
  }

  byte[] point() {
    return point;
  }

  boolean tellsOf(byte[] key) {
    return MessageDigest.isEqual(keyCheck.toArray(), key);
  }

  /** Wipes its content; it cannot be joined any more. */
  @Override
  public void close() {
    Arrays.fill(point, (byte) 0);
  }

  @Override
  public String toString() {
    return "share " + number + " of set " + set.id().hex();
  }
}
