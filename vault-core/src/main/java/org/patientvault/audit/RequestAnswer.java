package org.patientvault.audit;

import java.util.Arrays;
import java.util.Locale;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * The public text of an entry {@code APPROVE}: what an administrator says to a request, signed.
 * Holding one does not say that the signature is good: ask {@link #isSignedBy}. Immutable.
 *
 * @param admin who says it
 * @param request the request's digest
 */
public record RequestAnswer(Says says, String admin, Bytes request, Bytes signature) {
  private static final int MOST_BYTES = 1024;

  /** The three answers: the last one is that of who asked. */
  public enum Says {
    APPROVE,
    REJECT,
    CANCEL;

    /** As answers spell it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Says named(String text) {
      return Arrays.stream(values())
          .filter(each -> each.text().equals(text))
          .findFirst()
          .orElseThrow(IllegalArgumentException::new);
    }
  }

  public RequestAnswer {
    if (signature.size() != SignedRequest.SIGNATURE_BYTES
        || request.size() != Entry.DIGEST_BYTES
        || !Administrators.isName(admin)) {
      throw new IllegalArgumentException("not an answer to a request");
    }
  }

  /** Signs an answer in the key's name. */
  public static RequestAnswer sign(Says says, ChangeRequest request, AdministratorKey key) {
    return new RequestAnswer(
        says, key.name(), request.digest(), key.sign(request.message(says.text())));
  }

  /** Whether that key made the signature, and about this request. */
  public boolean isSignedBy(VerifierKey key, ChangeRequest about) {
    return about.digest().equals(request) && about.isSigned(says.text(), key, signature);
  }

  /** The canonical text. */
  public byte[] text() {
    return CanonicalJson.write(
        JsonValue.members()
            .put("admin", admin)
            .put("answer", says.text())
            .put("request", request.hex())
            .put("signature", signature.hex())
            .put("v", 1L)
            .build());
  }

  /**
   * Reads what {@link #text} wrote, and only that.
   *
   * @throws VaultException.InvalidInput when it is anything else
   * @throws VaultException.LimitExceeded when it is longer than 1,024 bytes
   */
  public static RequestAnswer parse(byte[] text) {
    return JsonFields.read(
        text,
        MOST_BYTES,
        "an answer to a request of version 1",
        fields ->
            new RequestAnswer(
                Says.named(fields.text("answer")),
                fields.text("admin"),
                fields.bytes("request"),
                fields.bytes("signature")),
        RequestAnswer::text);
  }
}
