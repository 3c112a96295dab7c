package org.patientvault.audit;

import org.patientvault.model.Bytes;

/** Signs for one log; the private keys stay behind it. */
public interface LogSigner {
  /** 32 bytes. */
  Bytes ed25519PublicKey();

  /** 1,312 bytes. */
  Bytes mlDsa44PublicKey();

  /** 64 bytes, RFC 8032, no context. */
  byte[] signEd25519(byte[] message);

  /** 2,420 bytes, FIPS 204 ML-DSA-44, empty context. */
  byte[] signMlDsa44(byte[] message);
}
