package org.patientvault.audit.details;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * An auditor's public key: whoever exports a log can seal its details to him.
 *
 * <p>Says nothing of whose it is: compare the fingerprint over another way than the key came. The
 * details stay secret as long as one of X25519 and ML-KEM-768 holds. Immutable.
 */
public final class DetailsRecipient {
  static final int KEY_BYTES = 1216;
  private static final String HEAD = "patientvault-details-recipient-v1 ";
  private static final int TEXT_LENGTH = HEAD.length() + (KEY_BYTES + 2) / 3 * 4 + 1;

  private final byte[] key;

  DetailsRecipient(byte[] key) {
    this.key = key;
  }

  /**
   * Reads what {@link #text} wrote, and only that.
   *
   * @throws VaultException.InvalidInput when it is anything else, a private key above all
   */
  public static DetailsRecipient parse(byte[] text) {
    String read = new String(text, StandardCharsets.US_ASCII);
    if (read.length() == TEXT_LENGTH && read.startsWith(HEAD)) {
      try {
        byte[] key = Base64.getDecoder().decode(read.substring(HEAD.length(), read.length() - 1));
        DetailsRecipient recipient = new DetailsRecipient(key);
        if (Arrays.equals(recipient.text(), text)) {
          Hybrid.publicKey(key);
          return recipient;
        }
      } catch (IllegalArgumentException e) {
        throw none();
      }
    }
    throw none();
  }

  private static VaultException.InvalidInput none() {
    return new VaultException.InvalidInput(
        "not an auditor's public key; patientvault audit details init makes one");
  }

  /** One line. */
  public byte[] text() {
    String line = HEAD + Base64.getEncoder().encodeToString(key) + "\n";
    return line.getBytes(StandardCharsets.US_ASCII);
  }

  /** SHA-256 of the key: to be compared by telephone or on paper. */
  public Bytes fingerprint() {
    try {
      return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** A fresh secret that only this auditor can work out from {@link Sealing#header}. */
  public Sealing seal(String origin) {
    AsymmetricKeyParameter to = Hybrid.publicKey(key);
    byte[][] sent = Hybrid.send(to, Hybrid.info(origin));
    return new Sealing(
        Bytes.wrap(Hybrid.header(fingerprint(), sent[0])), DetailsCipher.taking(sent[1]));
  }

  /** What opens the details of one bundle, and what has to travel with them for it. */
  public record Sealing(Bytes header, DetailsCipher cipher) {}

  @Override
  public String toString() {
    return "DetailsRecipient[sha256 " + fingerprint().hex() + "]";
  }
}
