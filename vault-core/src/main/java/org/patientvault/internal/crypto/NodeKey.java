package org.patientvault.internal.crypto;

import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.patientvault.model.Bytes;

/**
 * The key by which one run of a node vouches for its entries: Ed25519, in memory alone, gone with
 * the process. Immutable.
 */
public final class NodeKey {
  private final Ed25519PrivateKeyParameters key;

  private NodeKey(Ed25519PrivateKeyParameters key) {
    this.key = key;
  }

  public static NodeKey generate(SecureRandom random) {
    return new NodeKey(new Ed25519PrivateKeyParameters(random));
  }

  public Bytes publicKey() {
    return Bytes.wrap(key.generatePublicKey().getEncoded());
  }

  /** A signature of 64 bytes. */
  public Bytes sign(byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    return Bytes.wrap(signer.generateSignature());
  }

  @Override
  public String toString() {
    return "NodeKey[" + publicKey().hex() + "]";
  }
}
