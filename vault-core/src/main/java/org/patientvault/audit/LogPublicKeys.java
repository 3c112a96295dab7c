package org.patientvault.audit;

import java.util.HexFormat;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/** The two public keys that a GENESIS or KEY_NEXT entry names: its own log's, or the next one's. */
public record LogPublicKeys(Bytes ed25519, Bytes mlDsa44) {
  private static final int MOST_BYTES = 64 << 10;

  /** The public halves of a signer. */
  public static LogPublicKeys of(LogSigner signer) {
    return new LogPublicKeys(signer.ed25519PublicKey(), signer.mlDsa44PublicKey());
  }

  /**
   * Reads the text that an entry names.
   *
   * @throws VaultException.InvalidInput when it names none
   */
  public static LogPublicKeys read(byte[] text) {
    if (CanonicalJson.parse(text, MOST_BYTES) instanceof JsonValue.Members facts
        && facts.members().get("ed25519") instanceof JsonValue.Text ed25519
        && facts.members().get("ml-dsa-44") instanceof JsonValue.Text mlDsa44) {
      return new LogPublicKeys(bytes(ed25519.text()), bytes(mlDsa44.text()));
    }
    throw new VaultException.InvalidInput("the text names no keys of a log");
  }

  private static Bytes bytes(String hex) {
    try {
      return Bytes.of(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput("the text names keys in another way", e);
    }
  }

  /** With a name, as notes are verified by. */
  public LogVerifierKeys named(String origin) {
    try {
      return new LogVerifierKeys(
          new VerifierKey(origin, SignatureType.ED25519, ed25519),
          new VerifierKey(origin, SignatureType.ML_DSA_44_COSIGNATURE, mlDsa44));
    } catch (IllegalArgumentException e) {
      throw new VaultException.InvalidInput("the text names what is no key", e);
    }
  }
}
