package org.patientvault.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;
import org.patientvault.model.VaultId;

/**
 * The private half of a recovery slot: opens the vault when nothing else does. Kept offline, whole
 * by one keeper or split among several.
 *
 * <p>Whoever has it has the vault, in every copy and backup made while its slot was there; removing
 * the slot takes nothing from him. Closing wipes what this object holds; copies that Bouncy Castle
 * or the heap made are beyond reach. Safe for use by several threads until it is closed. Format:
 * docs/formats/key-hierarchy.md, "Recovery".
 */
public final class RecoveryKey implements AutoCloseable {
  private static final byte VERSION = 1;
  private static final int SEED_BYTES = XWingProtector.SEED_BYTES;
  private static final int CHECK_BYTES = 7;
  private static final CheckedText TEXT =
      new CheckedText("PVSEED1", "recovery key", 1 + SEED_BYTES + CHECK_BYTES);
  private static final ShamirSecretSplitter.Algorithm FIELD = ShamirSecretSplitter.Algorithm.AES;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] seed;
  private final RecoveryRecipient recipient;
  private boolean closed;

  /** Takes {@code seed} over. */
  RecoveryKey(byte[] seed) {
    this.seed = seed;
    this.recipient =
        RecoveryRecipient.of(
            new XWingPrivateKeyParameters(seed.clone()).getPublicKeyParameters().getEncoded());
  }

  /** A new one, of 32 random bytes. */
  public static RecoveryKey generate() {
    byte[] seed = new byte[SEED_BYTES];
    RANDOM.nextBytes(seed);
    return new RecoveryKey(seed);
  }

  /**
   * The key that {@link #text} wrote down. The caller wipes {@code text}.
   *
   * @throws VaultException.InvalidInput when it is none; the message names the row
   */
  public static RecoveryKey parse(char[] text) {
    byte[] read = TEXT.decode(Objects.requireNonNull(text, "text"));
    byte[] seed = Arrays.copyOfRange(read, 1, 1 + SEED_BYTES);
    byte[] again = withCheck(seed);
    try {
      if (read[0] != VERSION) {
        throw new VaultException.InvalidInput(
            "the recovery key has version " + (read[0] & 0xFF) + "; this program knows version 1");
      }
      if (!MessageDigest.isEqual(again, read)) {
        throw new VaultException.InvalidInput("the recovery key is not as it was written down");
      }
      return new RecoveryKey(seed.clone());
    } finally {
      Arrays.fill(read, (byte) 0);
      Arrays.fill(seed, (byte) 0);
      Arrays.fill(again, (byte) 0);
    }
  }

  /** Whether {@code text} looks like a recovery key's. */
  public static boolean isIn(char[] text) {
    return TEXT.isIn(text);
  }

  /** Four rows to be kept secret; the caller wipes them. */
  public synchronized char[] text() {
    checkOpen();
    byte[] whole = withCheck(seed);
    try {
      return TEXT.encode(whole);
    } finally {
      Arrays.fill(whole, (byte) 0);
    }
  }

  private static byte[] withCheck(byte[] seed) {
    byte[] whole = new byte[1 + SEED_BYTES + CHECK_BYTES];
    whole[0] = VERSION;
    System.arraycopy(seed, 0, whole, 1, SEED_BYTES);
    MessageDigest digest = CheckedText.sha256();
    digest.update("PVse1".getBytes(StandardCharsets.US_ASCII));
    digest.update(whole, 0, 1 + SEED_BYTES);
    System.arraycopy(digest.digest(), 0, whole, 1 + SEED_BYTES, CHECK_BYTES);
    return whole;
  }

  /** Its public half. */
  public RecoveryRecipient recipient() {
    return recipient;
  }

  /**
   * Splits it into {@code of} shares, any {@code needed} of which give it back, and fewer tell
   * nothing of it. Each call makes a set of its own; shares of two sets do not mix. Joined again
   * before they are returned.
   *
   * @param vault what the shares are for; they say so
   * @throws VaultException.InvalidInput unless at least 2 are needed, of at most 16
   */
  public synchronized List<RecoveryShare> split(VaultId vault, int needed, int of) {
    checkOpen();
    byte[] set = new byte[RecoverySet.ID_BYTES];
    RANDOM.nextBytes(set);
    RecoverySet made = new RecoverySet(vault, Bytes.wrap(set), needed, of);
    List<RecoveryShare> shares = new ArrayList<>();
    byte[][] points = points(needed, of);
    byte[] keyCheck = made.keyCheck(seed);
    for (int i = 0; i < of; i++) {
      shares.add(new RecoveryShare(made, i + 1, points[i], keyCheck));
    }
    checkJoined(vault, shares.subList(0, needed));
    checkJoined(vault, shares.subList(of - needed, of));
    return List.copyOf(shares);
  }

  private byte[][] points(int needed, int of) {
    try {
      ShamirSplitSecretShare[] split =
          ShamirSecretSplitter.getInstance(FIELD, SEED_BYTES, RANDOM)
              .resplit(seed, needed, of)
              .getSecretShares();
      byte[][] points = new byte[of][];
      for (int i = 0; i < of; i++) {
        points[i] = split[i].getEncoded();
      }
      return points;
    } catch (IOException e) {
      throw new AssertionError("bytes in memory cannot fail", e);
    }
  }

  private void checkJoined(VaultId vault, List<RecoveryShare> shares) {
    try (RecoveryKey joined = join(vault, shares)) {
      if (!MessageDigest.isEqual(joined.seed, seed)) {
        throw new AssertionError("shares that do not give back what was split");
      }
    }
  }

  /**
   * The key that shares of one set give together, checked against what each says of it: never
   * silently another one. All that are given must fit.
   *
   * @param vault what is to be opened
   * @throws VaultException.InvalidInput when they are too few, for another vault, of several sets,
   *     or one of them twice; or when one was made up. The message names the shares by number
   */
  public static RecoveryKey join(VaultId vault, List<RecoveryShare> shares) {
    RecoverySet set = RecoverySet.of(vault, shares);
    byte[] seed = joined(shares);
    byte[] keyCheck = set.keyCheck(seed);
    if (shares.stream().allMatch(share -> share.tellsOf(keyCheck))) {
      return new RecoveryKey(seed);
    }
    Arrays.fill(seed, (byte) 0);
    throw new VaultException.InvalidInput(
        "the shares "
            + RecoverySet.numbers(shares)
            + " of set "
            + set.id().hex()
            + " do not give the key that was split: at least one of them was changed or made up;"
            + " try others of the set");
  }

  private static byte[] joined(List<RecoveryShare> shares) {
    ShamirSplitSecretShare[] points = new ShamirSplitSecretShare[shares.size()];
    for (int i = 0; i < points.length; i++) {
      points[i] = new ShamirSplitSecretShare(shares.get(i).point(), shares.get(i).number());
    }
    try {
      return ShamirSplitSecret.getInstance(FIELD, points).getSecret();
    } catch (IOException e) {
      throw new AssertionError("bytes in memory cannot fail", e);
    }
  }

  /**
   * To add its slot, or to open the vault through it. Works until this key is closed. A slot that
   * is added so says that the key is kept whole, in escrow.
   */
  public Unlock unlock() {
    return new Unlock(recipient.uri(), this::text);
  }

  /**
   * As {@link #unlock()}, for a slot that says which set of shares opens it.
   *
   * @param shares what {@link #split} gave
   */
  public synchronized Unlock unlock(List<RecoveryShare> shares) {
    checkOpen();
    RecoverySet set = shares.get(0).set();
    byte[] keyCheck = set.keyCheck(seed);
    if (!shares.stream().allMatch(each -> each.set().equals(set) && each.tellsOf(keyCheck))) {
      throw new IllegalArgumentException("these are not the shares of one splitting of this key");
    }
    return new Unlock(set.uri(recipient), this::text);
  }

  synchronized KeyProtector protector(ProtectorUri uri) {
    checkOpen();
    return new XWingProtector(uri, recipient, seed.clone());
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the recovery key is closed");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(seed, (byte) 0);
  }

  @Override
  public String toString() {
    return "RecoveryKey[" + recipient.fingerprint().hex() + "]";
  }
}
