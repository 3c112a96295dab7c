package org.patientvault.audit.witness;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.patientvault.audit.Checkpoint;
import org.patientvault.audit.Cosignature;
import org.patientvault.audit.SignatureType;
import org.patientvault.audit.VerifierKey;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * A witness's two signing keys and its name: ML-DSA-44, and Ed25519 for whoever reads only that.
 *
 * <p>An Ed25519 cosignature does not say whose it is: give no two witnesses one key. Safe for use
 * by several threads. Format: docs/formats/audit-log.md, "Witness".
 */
public final class WitnessKeys {
  private static final byte[] MAGIC = "PVwk1".getBytes(StandardCharsets.US_ASCII);
  private static final int SEED_BYTES = 32;
  private static final int SECRET_BYTES = MAGIC.length + 2 * SEED_BYTES;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Ed25519PrivateKeyParameters ed25519;
  private final MLDSAPrivateKeyParameters mlDsa44;
  private final VerifierKey ed25519Key;
  private final VerifierKey mlDsa44Key;

  private WitnessKeys(String name, byte[] secret) {
    byte[] seed = Arrays.copyOfRange(secret, MAGIC.length + SEED_BYTES, SECRET_BYTES);
    ed25519 = new Ed25519PrivateKeyParameters(secret, MAGIC.length);
    mlDsa44 = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed);
    Bytes point = Bytes.of(ed25519.generatePublicKey().getEncoded());
    Bytes matrix = Bytes.of(mlDsa44.getPublicKeyParameters().getEncoded());
    ed25519Key = new VerifierKey(name, SignatureType.ED25519_COSIGNATURE, point);
    mlDsa44Key = new VerifierKey(name, SignatureType.ML_DSA_44_COSIGNATURE, matrix);
  }

  /** The secret of new keys, to be sealed; the caller wipes it. */
  public static byte[] generate() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    System.arraycopy(MAGIC, 0, secret, 0, MAGIC.length);
    return secret;
  }

  /**
   * The keys of a witness; the caller wipes the secret.
   *
   * @param name as its signature lines bear it: without spaces and plus signs, such as {@code
   *     witness.example.org/w1}
   * @throws IllegalArgumentException for another name
   * @throws VaultException.UnsupportedFormat when the secret is none that {@link #generate} gave
   */
  public static WitnessKeys of(String name, byte[] secret) {
    if (secret.length != SECRET_BYTES
        || !Arrays.equals(secret, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new VaultException.UnsupportedFormat("a witness's keys are in no known format");
    }
    return new WitnessKeys(name, secret);
  }

  /** As signature lines bear it. */
  public String name() {
    return mlDsa44Key.name();
  }

  /** The public key to trust. */
  public VerifierKey mlDsa44() {
    return mlDsa44Key;
  }

  /** For software that knows no other. */
  public VerifierKey ed25519() {
    return ed25519Key;
  }

  /** Both. */
  List<VerifierKey> publicKeys() {
    return List.of(mlDsa44Key, ed25519Key);
  }

  /** One cosignature of each key. */
  List<Cosignature> cosign(Checkpoint checkpoint, long unixSeconds) {
    return List.of(
        Cosignature.make(checkpoint, mlDsa44Key, unixSeconds, this::signMlDsa44),
        Cosignature.make(checkpoint, ed25519Key, unixSeconds, this::signEd25519));
  }

  private byte[] signEd25519(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, ed25519);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  private byte[] signMlDsa44(byte[] message) {
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, new ParametersWithRandom(mlDsa44, RANDOM));
    signer.update(message, 0, message.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new AssertionError("ML-DSA-44 refuses to sign " + message.length + " bytes", e);
    }
  }

  @Override
  public String toString() {
    return "WitnessKeys[" + mlDsa44Key + "]";
  }
}
