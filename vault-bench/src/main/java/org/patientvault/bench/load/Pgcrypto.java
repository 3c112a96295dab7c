package org.patientvault.bench.load;

/** The two ways to seal a column that pgcrypto offers. */
enum Pgcrypto {
  /** OpenPGP with a passphrase: authenticated, salted, slow to derive. */
  PGP("pgp_sym_encrypt(%s, 'not a secret')", "pgp_sym_decrypt(%s, 'not a secret')"),

  /** AES-CBC alone: no integrity, and equal values look equal. */
  RAW(
      "encrypt(convert_to(%s, 'UTF8'),"
          + " '\\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'aes-cbc')",
      "convert_from(decrypt(%s,"
          + " '\\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'aes-cbc'),"
          + " 'UTF8')");

  private final String seal;
  private final String open;

  Pgcrypto(String seal, String open) {
    this.seal = seal;
    this.open = open;
  }

  String seal(String expression) {
    return seal.formatted(expression);
  }

  String open(String expression) {
    return open.formatted(expression);
  }
}
