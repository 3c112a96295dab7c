package org.patientvault.audit.details;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.patientvault.model.VaultException;

/**
 * An auditor's private key: opens the details that were sealed to him, in every bundle there will
 * be. Closing wipes what this object holds; copies in the heap are beyond reach.
 *
 * <p>Safe for use by several threads until it is closed.
 */
public final class DetailsKey implements AutoCloseable {
  private static final byte[] HEAD =
      "patientvault-details-secret-v1 ".getBytes(StandardCharsets.US_ASCII);
  private static final int SEED_LENGTH = (Hybrid.SEED_BYTES + 2) / 3 * 4;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] seed;
  private final DetailsRecipient recipient;

  private DetailsKey(byte[] seed) {
    this.seed = seed;
    this.recipient = new DetailsRecipient(Hybrid.publicKeyOf(seed));
  }

  /** A new one, of 32 random bytes. */
  public static DetailsKey generate() {
    byte[] seed = new byte[Hybrid.SEED_BYTES];
    RANDOM.nextBytes(seed);
    return new DetailsKey(seed);
  }

  /**
   * Reads what {@link #text} wrote, and only that; the caller wipes {@code text}.
   *
   * @throws VaultException.InvalidInput when it is anything else; shows none of it
   */
  public static DetailsKey parse(byte[] text) {
    if (text.length == HEAD.length + SEED_LENGTH + 1
        && Arrays.equals(text, 0, HEAD.length, HEAD, 0, HEAD.length)) {
      byte[] encoded = Arrays.copyOfRange(text, HEAD.length, HEAD.length + SEED_LENGTH);
      try {
        DetailsKey key = new DetailsKey(Base64.getDecoder().decode(encoded));
        byte[] again = key.text();
        boolean same = Arrays.equals(again, text);
        Arrays.fill(again, (byte) 0);
        if (same) {
          return key;
        }
        key.close();
      } catch (IllegalArgumentException e) {
        throw none();
      } finally {
        Arrays.fill(encoded, (byte) 0);
      }
    }
    throw none();
  }

  private static VaultException.InvalidInput none() {
    return new VaultException.InvalidInput(
        "not an auditor's private key; patientvault audit details init makes one");
  }

  /** One line, to be kept secret; the caller wipes it. */
  public byte[] text() {
    byte[] encoded = Base64.getEncoder().encode(seed);
    byte[] text = Arrays.copyOf(HEAD, HEAD.length + encoded.length + 1);
    System.arraycopy(encoded, 0, text, HEAD.length, encoded.length);
    text[text.length - 1] = '\n';
    Arrays.fill(encoded, (byte) 0);
    return text;
  }

  /** Its public half. */
  public DetailsRecipient recipient() {
    return recipient;
  }

  /**
   * What opens the details of the bundle with this header; empty when they were sealed to somebody
   * else.
   *
   * @param origin the log that the bundle is of; details of another do not open then
   * @throws VaultException.InvalidInput when it is no header
   */
  public Optional<DetailsCipher> open(byte[] header, String origin) {
    if (!Hybrid.isHeader(header)) {
      throw new VaultException.InvalidInput("not the header of sealed details");
    }
    if (!Hybrid.fingerprint(header).equals(recipient.fingerprint())) {
      return Optional.empty();
    }
    byte[] secret = Hybrid.receive(seed, Hybrid.encapsulation(header), Hybrid.info(origin));
    return Optional.of(DetailsCipher.taking(secret));
  }

  @Override
  public void close() {
    Arrays.fill(seed, (byte) 0);
  }

  @Override
  public String toString() {
    return "DetailsKey[of " + recipient + "]";
  }
}
