package org.patientvault.audit;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.patientvault.model.Bytes;

/** A log's keys from a one-byte seed, in the open: for tests and vectors only. */
final class TestSigner implements LogSigner {
  private final Ed25519PrivateKeyParameters ed25519;
  private final MLDSAPrivateKeyParameters mlDsa44;

  TestSigner(int seed) {
    byte[] bytes = Samples.pattern(32, seed).toArray();
    ed25519 = new Ed25519PrivateKeyParameters(bytes);
    mlDsa44 = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, bytes);
  }

  LogVerifierKeys keys(String origin) {
    return LogVerifierKeys.of(origin, this);
  }

  @Override
  public Bytes ed25519PublicKey() {
    return Bytes.of(ed25519.generatePublicKey().getEncoded());
  }

  @Override
  public Bytes mlDsa44PublicKey() {
    return Bytes.of(mlDsa44.getPublicKey());
  }

  @Override
  public byte[] signEd25519(byte[] message) {
    byte[] signature = new byte[64];
    ed25519.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  /** Deterministic, so that a vector can be made again. */
  @Override
  public byte[] signMlDsa44(byte[] message) {
    try {
      MLDSASigner signer = new MLDSASigner();
      signer.init(true, mlDsa44);
      signer.update(message, 0, message.length);
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new AssertionError("a test key did not sign", e);
    }
  }
}
