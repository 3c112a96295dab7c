package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The key that one administrator signs requests and approvals with, held in memory.
 *
 * <p>Whoever holds it approves in that administrator's name: keep its secret in a {@link
 * org.patientvault.keys.SealedFile} of the administrator's own, away from the vault. Signs nothing
 * but requests and answers to them. Safe for use by several threads.
 */
public final class AdministratorKey {
  private static final byte[] MAGIC = "PVak1".getBytes(StandardCharsets.US_ASCII);
  private static final int SECRET_BYTES = MAGIC.length + 32;

  private final Ed25519PrivateKeyParameters seed;
  private final VerifierKey publicKey;

  private AdministratorKey(String name, byte[] secret) {
    seed = new Ed25519PrivateKeyParameters(secret, MAGIC.length);
    publicKey =
        new VerifierKey(
            name, SignatureType.ED25519, Bytes.wrap(seed.generatePublicKey().getEncoded()));
    Administrators.check(publicKey);
  }

  /** The secret of a new key, to be sealed; the caller wipes it. */
  public static byte[] generate() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    System.arraycopy(MAGIC, 0, secret, 0, MAGIC.length);
    return secret;
  }

  /**
   * The key of an administrator; the caller wipes the secret.
   *
   * @param name 1 to 64 of {@code a-z 0-9 . _ -}, public: best that of a task
   * @throws IllegalArgumentException for another name
   * @throws VaultException.UnsupportedFormat when the secret is none that {@link #generate} gave
   */
  public static AdministratorKey of(String name, byte[] secret) {
    if (secret.length != SECRET_BYTES
        || !Arrays.equals(secret, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new VaultException.UnsupportedFormat(
          "an administrator's key is in no known format; patientvault admin init makes one");
    }
    return new AdministratorKey(name, secret);
  }

  /** The administrator's name. */
  public String name() {
    return publicKey.name();
  }

  /** What the vault is told when the administrator is enrolled. */
  public VerifierKey publicKey() {
    return publicKey;
  }

  Bytes sign(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, seed);
    signer.update(message, 0, message.length);
    return Bytes.wrap(signer.generateSignature());
  }

  @Override
  public String toString() {
    return "AdministratorKey[" + publicKey + "]";
  }
}
