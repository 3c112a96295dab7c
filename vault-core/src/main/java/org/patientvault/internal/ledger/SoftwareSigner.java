package org.patientvault.internal.ledger;

import org.patientvault.audit.LogSigner;
import org.patientvault.internal.crypto.LogKeys;
import org.patientvault.model.Bytes;

/**
 * Signs with log keys held in memory: whoever holds the process could sign too, which is why
 * witnesses exist.
 */
public record SoftwareSigner(LogKeys keys) implements LogSigner {
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
