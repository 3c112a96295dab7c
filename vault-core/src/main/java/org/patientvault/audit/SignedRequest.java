package org.patientvault.audit;

import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The public text of an entry {@code REQUEST}: a request with the signature of who asks. Holding
 * one does not say that the signature is good: ask {@link #isSignedBy}. Immutable.
 */
public record SignedRequest(ChangeRequest request, Bytes signature) {
  private static final String ASK = "ask";
  private static final int MOST_BYTES = 4096;
  static final int SIGNATURE_BYTES = 64;

  public SignedRequest {
    if (signature.size() != SIGNATURE_BYTES) {
      throw new IllegalArgumentException("an Ed25519 signature has 64 bytes");
    }
  }

  /**
   * Signs in the name that the request bears.
   *
   * @throws IllegalArgumentException when the key is another one's
   */
  public static SignedRequest sign(ChangeRequest request, AdministratorKey key) {
    if (!key.name().equals(request.admin())) {
      throw new IllegalArgumentException("a request is signed by who asks");
    }
    return new SignedRequest(request, key.sign(request.message(ASK)));
  }

  /** Whether that key made the signature. */
  public boolean isSignedBy(VerifierKey key) {
    return request.isSigned(ASK, key, signature);
  }

  /** The canonical text. */
  public byte[] text() {
    return CanonicalJson.write(
        JsonValue.members()
            .put("request", request.json())
            .put("signature", signature.hex())
            .put("v", 1L)
            .build());
  }

  /**
   * Reads what {@link #text} wrote, and only that.
   *
   * @throws VaultException.InvalidInput when it is anything else
   * @throws VaultException.LimitExceeded when it is longer than 4,096 bytes
   */
  public static SignedRequest parse(byte[] text) {
    return JsonFields.read(
        text,
        MOST_BYTES,
        "a signed request of version 1",
        fields ->
            new SignedRequest(
                ChangeRequest.read(fields.object("request")), fields.bytes("signature")),
        SignedRequest::text);
  }
}
