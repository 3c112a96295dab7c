package org.patientvault.internal.crypto;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The log's signing keys: Ed25519, and ML-DSA-44 against a later quantum computer.
 *
 * <p>Both by Bouncy Castle: Tink's ML-DSA needs native code, and the JDK's Ed25519 is slow. Stored
 * as the two seeds, wrapped by the log slots and not under the root. Safe for use by several
 * threads. Format: docs/formats/key-hierarchy.md.
 */
public final class LogKeys {
  private static final byte[] MAGIC = "PVlk1".getBytes(StandardCharsets.US_ASCII);
  private static final int SEED_BYTES = 32;
  private static final int SIZE_BYTES = MAGIC.length + 2 * SEED_BYTES;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Held<Pair> pair;
  private final Bytes ed25519PublicKey;
  private final Bytes mlDsa44PublicKey;

  private record Pair(Ed25519PrivateKeyParameters ed25519, MLDSAPrivateKeyParameters mlDsa44) {
    Bytes ed25519PublicKey() {
      return Bytes.of(ed25519.generatePublicKey().getEncoded());
    }

    Bytes mlDsa44PublicKey() {
      return Bytes.of(mlDsa44.getPublicKeyParameters().getEncoded());
    }

    /** What a record's own would print are the keys. */
    @Override
    public String toString() {
      return "Pair[ed25519 " + ed25519PublicKey().hex() + "]";
    }
  }

  private LogKeys(Pair pair) {
    this.pair = new Held<>(pair);
    this.ed25519PublicKey = pair.ed25519PublicKey();
    this.mlDsa44PublicKey = pair.mlDsa44PublicKey();
  }

  public static LogKeys generate() {
    byte[] secret = new byte[SIZE_BYTES];
    RANDOM.nextBytes(secret);
    System.arraycopy(MAGIC, 0, secret, 0, MAGIC.length);
    try {
      return parse(secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /**
   * Reads what {@link #toBytes} gave; the caller wipes the array.
   *
   * @throws VaultException.UnsupportedFormat when it is anything else
   */
  public static LogKeys parse(byte[] secret) {
    return new LogKeys(pair(secret));
  }

  private static Pair pair(byte[] secret) {
    if (secret.length != SIZE_BYTES
        || !Arrays.equals(secret, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new VaultException.UnsupportedFormat(
          "the log keys were unwrapped, " + secret.length + " bytes, but are in no known format");
    }
    byte[] mlDsaSeed = Arrays.copyOfRange(secret, MAGIC.length + SEED_BYTES, SIZE_BYTES);
    return new Pair(
        new Ed25519PrivateKeyParameters(secret, MAGIC.length),
        new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, mlDsaSeed));
  }

  /** Signs nothing from now on, and says {@code why}. The public halves stay. */
  public void drop(VaultException.KeyUnavailable why) {
    pair.drop(why);
  }

  /**
   * Signs again after {@link #drop}; the caller wipes the array.
   *
   * @throws VaultException.Tampered when these are the keys of another log
   */
  public void renew(byte[] secret) {
    Pair again = pair(secret);
    if (!again.ed25519PublicKey().equals(ed25519PublicKey)
        || !again.mlDsa44PublicKey().equals(mlDsa44PublicKey)) {
      throw new VaultException.Tampered("a slot holds the signing keys of another log");
    }
    pair.put(again);
  }

  /** The two seeds, to wrap them for a slot; the caller wipes the array. */
  public byte[] toBytes() {
    byte[] secret = Arrays.copyOf(MAGIC, SIZE_BYTES);
    Pair held = pair.get();
    byte[] edSeed = held.ed25519().getEncoded();
    byte[] mlDsaSeed = held.mlDsa44().getSeed();
    System.arraycopy(edSeed, 0, secret, MAGIC.length, SEED_BYTES);
    System.arraycopy(mlDsaSeed, 0, secret, MAGIC.length + SEED_BYTES, SEED_BYTES);
    Arrays.fill(edSeed, (byte) 0);
    Arrays.fill(mlDsaSeed, (byte) 0);
    return secret;
  }

  /** 32 bytes, as RFC 8032 encodes them. */
  public Bytes ed25519PublicKey() {
    return ed25519PublicKey;
  }

  /** 1,312 bytes, as FIPS 204 encodes them. */
  public Bytes mlDsa44PublicKey() {
    return mlDsa44PublicKey;
  }

  /** 64 bytes. */
  public byte[] signEd25519(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, pair.get().ed25519());
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  /** 2,420 bytes: pure ML-DSA with an empty context, hedged, so never the same twice. */
  public byte[] signMlDsa44(byte[] message) {
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, new ParametersWithRandom(pair.get().mlDsa44(), RANDOM));
    signer.update(message, 0, message.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new AssertionError("ML-DSA-44 refuses to sign " + message.length + " bytes", e);
    }
  }

  @Override
  public String toString() {
    return "LogKeys[ed25519 " + ed25519PublicKey().hex() + "]";
  }
}
