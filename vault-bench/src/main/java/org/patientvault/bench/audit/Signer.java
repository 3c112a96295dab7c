package org.patientvault.bench.audit;

import org.patientvault.audit.LogSigner;
import org.patientvault.internal.crypto.LogKeys;
import org.patientvault.model.Bytes;

/** Signs with new keys that are forgotten with the log. */
record Signer(LogKeys keys) implements LogSigner {
  @Override
  public Bytes ed25519PublicKey() {
    return keys.ed25519PublicKey();
  }

  @Override
  public Bytes mlDsa44PublicKey() {
    return keys.mlDsa44PublicKey();
  }

  @Override
  public byte[] signEd25519(byte[] message) {
    return keys.signEd25519(message);
  }

  @Override
  public byte[] signMlDsa44(byte[] message) {
    return keys.signMlDsa44(message);
  }
}
