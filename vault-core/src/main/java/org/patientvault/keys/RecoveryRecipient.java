package org.patientvault.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Whom a vault's keys are wrapped to, so that he can open it one day: the public half of a {@link
 * RecoveryKey}. No secret.
 *
 * <p>Made where the private half is kept, and brought to the vault as text. Compare the fingerprint
 * over another way than the text came: whoever exchanges it opens the vault instead. Format:
 * docs/formats/key-hierarchy.md, "Recovery".
 */
public final class RecoveryRecipient {
  static final int PUBLIC_KEY_BYTES = 1216;
  static final int FINGERPRINT_BYTES = 16;

  private static final byte VERSION = 1;
  private static final int PARAMETERS_BYTES = 1 + PUBLIC_KEY_BYTES + FINGERPRINT_BYTES;
  private static final int CHECK_BYTES = 3;
  private static final CheckedText TEXT =
      new CheckedText("PVPUBLIC1", "public key", 1 + PUBLIC_KEY_BYTES + CHECK_BYTES);

  private final Bytes publicKey;
  private final Bytes fingerprint;

  private RecoveryRecipient(byte[] publicKey) {
    this.publicKey = Bytes.of(publicKey);
    this.fingerprint = fingerprint(publicKey);
    encryptionKey();
  }

  static RecoveryRecipient of(byte[] publicKey) {
    return new RecoveryRecipient(publicKey);
  }

  private static Bytes fingerprint(byte[] publicKey) {
    MessageDigest digest = CheckedText.sha256();
    digest.update("PVrf1".getBytes(StandardCharsets.US_ASCII));
    return Bytes.of(Arrays.copyOf(digest.digest(publicKey), FINGERPRINT_BYTES));
  }

  /**
   * The recipient that {@code text} tells of, as {@link #text} wrote it.
   *
   * @throws VaultException.InvalidInput when it is none; the message names the row
   */
  public static RecoveryRecipient parse(char[] text) {
    byte[] read = TEXT.decode(Objects.requireNonNull(text, "text"));
    if (read[0] != VERSION) {
      throw new VaultException.InvalidInput(
          "the public key has version " + (read[0] & 0xFF) + "; this program knows version 1");
    }
    if (!Arrays.equals(withCheck(Arrays.copyOf(read, 1 + PUBLIC_KEY_BYTES)), read)) {
      throw new VaultException.InvalidInput("the public key is not as it was written");
    }
    try {
      return of(Arrays.copyOfRange(read, 1, 1 + PUBLIC_KEY_BYTES));
    } catch (VaultException.Tampered e) {
      throw new VaultException.InvalidInput("the text holds no X-Wing public key", e);
    }
  }

  /** Whether {@code text} looks like a recipient's. */
  public static boolean isIn(char[] text) {
    return TEXT.isIn(text);
  }

  /** The public key as rows with checks. */
  public String text() {
    byte[] body = new byte[1 + PUBLIC_KEY_BYTES];
    body[0] = VERSION;
    System.arraycopy(publicKey.toArray(), 0, body, 1, PUBLIC_KEY_BYTES);
    return "PatientVault public key "
        + fingerprint.hex()
        + "\nNo secret. It is for: patientvault recovery escrow --public-key FILE\n\n"
        + new String(TEXT.encode(withCheck(body)));
  }

  private static byte[] withCheck(byte[] body) {
    MessageDigest digest = CheckedText.sha256();
    digest.update("PVre1".getBytes(StandardCharsets.US_ASCII));
    byte[] check = digest.digest(body);
    byte[] whole = Arrays.copyOf(body, body.length + CHECK_BYTES);
    System.arraycopy(check, 0, whole, body.length, CHECK_BYTES);
    return whole;
  }

  /** The recipient of a slot; the parameters may be anybody's until the state seal is verified. */
  static RecoveryRecipient ofSlot(Bytes parameters) {
    if (parameters.size() > 0 && parameters.at(0) != VERSION) {
      throw new VaultException.UnsupportedFormat(
          "the recovery slot's parameters have version "
              + (parameters.at(0) & 0xFF)
              + "; this program knows version 1");
    }
    if (parameters.size() != PARAMETERS_BYTES) {
      throw new VaultException.Tampered(
          "the recovery slot's parameters have "
              + parameters.size()
              + " bytes, not "
              + PARAMETERS_BYTES);
    }
    RecoveryRecipient recipient =
        of(Arrays.copyOfRange(parameters.toArray(), 1, 1 + PUBLIC_KEY_BYTES));
    if (!recipient.slotParameters().equals(parameters)) {
      throw new VaultException.Tampered(
          "the recovery slot's public key does not have the fingerprint beside it");
    }
    return recipient;
  }

  Bytes slotParameters() {
    byte[] encoded = new byte[PARAMETERS_BYTES];
    encoded[0] = VERSION;
    System.arraycopy(publicKey.toArray(), 0, encoded, 1, PUBLIC_KEY_BYTES);
    System.arraycopy(fingerprint.toArray(), 0, encoded, 1 + PUBLIC_KEY_BYTES, FINGERPRINT_BYTES);
    return Bytes.of(encoded);
  }

  /** Bouncy Castle's form; refuses what is no key of ML-KEM-768 and X25519. */
  XWingPublicKeyParameters encryptionKey() {
    try {
      return new XWingPublicKeyParameters(publicKey.toArray());
    } catch (RuntimeException e) {
      throw new VaultException.Tampered("no X-Wing public key", e);
    }
  }

  /** The X-Wing public key, 1,216 bytes. */
  public Bytes publicKey() {
    return publicKey;
  }

  /** 16 bytes that nobody finds another key for; compare all of them. */
  public Bytes fingerprint() {
    return fingerprint;
  }

  /** Wraps to this recipient, and unwraps nothing. */
  public KeyProtector protector() {
    return new XWingProtector(uri(), this, null);
  }

  /** Where a slot says that it is wrapped to this recipient, whose private half is kept whole. */
  public ProtectorUri uri() {
    return new ProtectorUri("recovery:" + fingerprint.hex() + "?held=escrow");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecoveryRecipient that && publicKey.equals(that.publicKey);
  }

  @Override
  public int hashCode() {
    return publicKey.hashCode();
  }

  @Override
  public String toString() {
    return "RecoveryRecipient[" + fingerprint.hex() + "]";
  }
}
