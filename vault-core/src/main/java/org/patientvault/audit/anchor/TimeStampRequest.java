package org.patientvault.audit.anchor;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.patientvault.model.Bytes;

/**
 * What a time stamp authority is asked: to sign its time over the SHA-256 of a note.
 *
 * <p>No secret: the digest is of a public note, and the nonce only ties the answer to this request.
 *
 * @param nonce 8 random bytes
 */
public record TimeStampRequest(Bytes note, Bytes nonce) {
  public static final int NONCE_BYTES = 8;

  public TimeStampRequest {
    if (nonce.size() != NONCE_BYTES) {
      throw new IllegalArgumentException("a nonce has 8 bytes");
    }
  }

  /** The request in DER, as RFC 3161 has it (a .tsq file); the certificate is asked for too. */
  public byte[] encoded() {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    byte[] digest = Imprint.SHA_256.digest(note.toArray());
    try {
      return generator
          .generate(Imprint.SHA_256.identifier(), digest, new BigInteger(1, nonce.toArray()))
          .getEncoded();
    } catch (IOException e) {
      throw new AssertionError("a request of three values is always encoded", e);
    }
  }
}
