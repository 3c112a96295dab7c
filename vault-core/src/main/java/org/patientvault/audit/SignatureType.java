package org.patientvault.audit;

import java.util.Optional;

/** The kinds of note signature that this product checks, by their C2SP type byte. */
public enum SignatureType {
  /** Ed25519 over the note text: the log's own line. */
  ED25519(0x01, "ed25519", 32, 64),
  /** Ed25519 with a time, over a cosignature/v1 message: a witness. */
  ED25519_COSIGNATURE(0x04, "ed25519-cosignature", 32, 72),
  /** ML-DSA-44 with a time, over a subtree/v1 message: the log's second line, or a witness. */
  ML_DSA_44_COSIGNATURE(0x06, "ml-dsa-44", 1312, 2428);

  private final int code;
  private final String label;
  private final int keyBytes;
  private final int signatureBytes;

  SignatureType(int code, String label, int keyBytes, int signatureBytes) {
    this.code = code;
    this.label = label;
    this.keyBytes = keyBytes;
    this.signatureBytes = signatureBytes;
  }

  int code() {
    return code;
  }

  /** The name that reports print. */
  public String label() {
    return label;
  }

  int keyBytes() {
    return keyBytes;
  }

  /** The length of what stands behind the key id in a signature line. */
  int signatureBytes() {
    return signatureBytes;
  }

  /** True for the kinds that say when they were made. */
  boolean isTimed() {
    return this != ED25519;
  }

  static Optional<SignatureType> ofCode(int code) {
    for (SignatureType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
