package org.patientvault.audit.anchor;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;

/**
 * The digests that a time stamp may be over, and signed with: none that collisions are known of.
 */
enum Imprint {
  SHA_256("SHA-256", NISTObjectIdentifiers.id_sha256),
  SHA_384("SHA-384", NISTObjectIdentifiers.id_sha384),
  SHA_512("SHA-512", NISTObjectIdentifiers.id_sha512);

  private final String algorithm;
  private final ASN1ObjectIdentifier identifier;

  Imprint(String algorithm, ASN1ObjectIdentifier identifier) {
    this.algorithm = algorithm;
    this.identifier = identifier;
  }

  static Optional<Imprint> of(ASN1ObjectIdentifier identifier) {
    return Stream.of(values()).filter(each -> each.identifier.equals(identifier)).findFirst();
  }

  ASN1ObjectIdentifier identifier() {
    return identifier;
  }

  byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has " + algorithm, e);
    }
  }
}
