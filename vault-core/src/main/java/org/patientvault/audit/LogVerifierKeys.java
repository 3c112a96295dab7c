package org.patientvault.audit;

/** The two public keys of one log, under its origin as name: what the auditor is given by hand. */
public record LogVerifierKeys(VerifierKey ed25519, VerifierKey mlDsa44) {
  public LogVerifierKeys {
    if (ed25519.type() != SignatureType.ED25519
        || mlDsa44.type() != SignatureType.ML_DSA_44_COSIGNATURE
        || !ed25519.name().equals(mlDsa44.name())) {
      throw new IllegalArgumentException("a log has an Ed25519 and an ML-DSA-44 key of one name");
    }
  }

  /** The keys of a signer, named by the log's origin. */
  public static LogVerifierKeys of(String origin, LogSigner signer) {
    return new LogVerifierKeys(
        new VerifierKey(origin, SignatureType.ED25519, signer.ed25519PublicKey()),
        new VerifierKey(origin, SignatureType.ML_DSA_44_COSIGNATURE, signer.mlDsa44PublicKey()));
  }

  /** The log's name. */
  public String origin() {
    return ed25519.name();
  }
}
