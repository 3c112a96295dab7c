package org.patientvault.foreign;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** A private key that writes signature lines of notes. */
interface ForeignSigner {
  ForeignKey key();

  byte[] sign(byte[] message) throws GeneralSecurityException;

  /** A whole line: dash, name, and Base 64 of key id, time where there is one, and signature. */
  default String line(ForeignHead head, long time) throws GeneralSecurityException {
    byte[] signature = sign(key().message(head, time));
    boolean timed = key().type() != ForeignKey.ED25519;
    ByteBuffer bytes = ByteBuffer.allocate(4 + (timed ? 8 : 0) + signature.length).put(key().id());
    byte[] whole = (timed ? bytes.putLong(time) : bytes).put(signature).array();
    return "\u2014 " + key().name() + " " + Base64.getEncoder().encodeToString(whole) + "\n";
  }

  /** A new key of the JDK's provider. */
  static ForeignSigner ed25519(String name, int type) throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    ForeignKey key = new ForeignKey(name, type, Arrays.copyOfRange(encoded, 12, 44));
    return new Ed25519(key, pair.getPrivate());
  }

  static ForeignSigner mlDsa44(String name) {
    byte[] seed = new byte[32];
    new SecureRandom().nextBytes(seed);
    MLDSAPrivateKeyParameters secret =
        new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed);
    return new MlDsa44(new ForeignKey(name, ForeignKey.ML_DSA_44, secret.getPublicKey()), secret);
  }

  record Ed25519(ForeignKey key, PrivateKey secret) implements ForeignSigner {
    @Override
    public byte[] sign(byte[] message) throws GeneralSecurityException {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(secret);
      signer.update(message);
      return signer.sign();
    }
  }

  record MlDsa44(ForeignKey key, MLDSAPrivateKeyParameters secret) implements ForeignSigner {
    @Override
    public byte[] sign(byte[] message) throws GeneralSecurityException {
      try {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, secret);
        signer.update(message, 0, message.length);
        return signer.generateSignature();
      } catch (CryptoException e) {
        throw new GeneralSecurityException("did not sign", e);
      }
    }
  }
}
