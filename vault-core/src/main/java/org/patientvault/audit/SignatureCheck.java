package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Decides whether a key signed a note.
 *
 * <p>Bouncy Castle alone decides, never the JDK: the two disagree about odd Ed25519 signatures, and
 * a verdict must not depend on which is installed. See
 * docs/decisions/ed25519-verdicts-by-bouncy-castle.md.
 */
final class SignatureCheck {
  private static final int TIME_BYTES = 8;

  private SignatureCheck() {}

  /** The signature, when the key made it; a time of 0 says nothing and counts as none. */
  static Optional<VerifiedSignature> verify(String noteText, VerifierKey key, byte[] signature) {
    if (signature.length != key.type().signatureBytes()) {
      return Optional.empty();
    }
    long time = key.type().isTimed() ? ByteBuffer.wrap(signature).getLong() : 0;
    boolean plausible = key.type().isTimed() ? time > 0 : time == 0;
    return plausible && isSigned(noteText, key, time, signature)
        ? Optional.of(new VerifiedSignature(key, time))
        : Optional.empty();
  }

  private static boolean isSigned(String text, VerifierKey key, long time, byte[] signature) {
    byte[] publicKey = key.publicKey().toArray();
    return switch (key.type()) {
      case ED25519 -> isEd25519(publicKey, utf8(text), signature);
      case ED25519_COSIGNATURE ->
          isEd25519(publicKey, utf8(TreeHead.witnessed(text, time)), untimed(signature));
      case ML_DSA_44_COSIGNATURE ->
          isMlDsa(
              publicKey, TreeHead.parse(text).signedByMlDsa(key.name(), time), untimed(signature));
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] untimed(byte[] signature) {
    return Arrays.copyOfRange(signature, TIME_BYTES, signature.length);
  }

  static boolean isEd25519(byte[] publicKey, byte[] message, byte[] signature) {
    return Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }

  static boolean isMlDsa(byte[] publicKey, byte[] message, byte[] signature) {
    MLDSASigner signer = new MLDSASigner();
    signer.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, publicKey));
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }
}
