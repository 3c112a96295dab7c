package org.patientvault.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.patientvault.model.Bytes;

/**
 * What an administrator asks for, as far as everybody may know it: no patient, no reason. The rest
 * is in a sealed text whose SHA-256 stands here. Immutable. Format: docs/formats/audit-log.md, "Two
 * persons".
 *
 * @param id 32 hex digits; key x of every entry about the request
 * @param origin the log in which it is asked, approved and done
 * @param admin who asks
 * @param details SHA-256 of the sealed text
 * @param text SHA-256 of the public text that would be put in force; empty for other kinds
 */
public record ChangeRequest(
    String id,
    RequestKind kind,
    String origin,
    String admin,
    Bytes details,
    Optional<Bytes> text,
    Instant notBefore,
    Instant expires) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  public ChangeRequest {
    if (!ID.matcher(id).matches()
        || !Administrators.isName(admin)
        || details.size() != Entry.DIGEST_BYTES
        || kind.publishes() != text.isPresent()
        || text.filter(sha256 -> sha256.size() != Entry.DIGEST_BYTES).isPresent()
        || !notBefore.isBefore(expires)) {
      throw new IllegalArgumentException("not a request");
    }
  }

  /** The canonical value that is signed. */
  JsonValue json() {
    JsonMembers members =
        JsonValue.members()
            .put("admin", admin)
            .put("details", details.hex())
            .put("expires", expires.toString())
            .put("id", id)
            .put("kind", kind.text())
            .put("not-before", notBefore.toString())
            .put("origin", origin)
            .put("v", 1L);
    text.ifPresent(sha256 -> members.put("text", sha256.hex()));
    return members.build();
  }

  /** SHA-256 of the canonical text: what approvals are about. */
  public Bytes digest() {
    return Bytes.wrap(MerkleHash.sha256().digest(CanonicalJson.write(json())));
  }

  /** What is signed by who does {@code what} with it. */
  byte[] message(String what) {
    String message = "patientvault request\n" + what + "\n" + digest().hex() + "\n";
    return message.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether {@code key} made this signature over the message for {@code what}. */
  boolean isSigned(String what, VerifierKey key, Bytes signature) {
    return SignatureCheck.isEd25519(key.publicKey().toArray(), message(what), signature.toArray());
  }

  static ChangeRequest read(JsonFields fields) {
    return new ChangeRequest(
        fields.text("id"),
        RequestKind.named(fields.text("kind")).orElseThrow(IllegalArgumentException::new),
        fields.origin("origin"),
        fields.text("admin"),
        fields.bytes("details"),
        fields.has("text") ? Optional.of(fields.bytes("text")) : Optional.empty(),
        fields.time("not-before"),
        fields.time("expires"));
  }
}
