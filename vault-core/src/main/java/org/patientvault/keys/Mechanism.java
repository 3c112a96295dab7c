package org.patientvault.keys;

/** How a wrapped keyset was wrapped; the second byte of it says so, and it is never guessed. */
enum Mechanism {
  ARGON2ID_AES_GCM(1, "wrong passphrase"),
  KEYSTORE_AES_GCM(2, "another key in the key store"),
  TOKEN_AES_GCM(3, "another key in the token"),
  TOKEN_RSA_OAEP(4, "another key in the token"),
  AWS_KMS(5, "another key of AWS KMS"),
  GCP_KMS(6, "another key of Google Cloud KMS"),
  TRANSIT(7, "another key of the transit engine"),
  XWING_AES_GCM(8, "another recovery key");

  private final int code;
  private final String likelyCause;

  Mechanism(int code, String likelyCause) {
    this.code = code;
    this.likelyCause = likelyCause;
  }

  int code() {
    return code;
  }

  /** Why unwrapping mostly fails, in the user's words. */
  String likelyCause() {
    return likelyCause;
  }
}
