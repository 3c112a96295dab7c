package org.patientvault.audit;

import static org.patientvault.audit.AuditLogPage.reject;
import static org.patientvault.audit.AuditLogPage.sha256;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * A second reader of the checkpoint and the policy of docs/formats/audit-log.md, with Bouncy Castle
 * and nothing of the product: for a log's own two keys, both of which must have signed.
 */
final class CheckpointPage {
  private static final Pattern POLICY =
      Pattern.compile(
          """
          # ed25519 sha256 ([0-9a-f]{64})
          log (\\S+)
          # ml-dsa-44 sha256 ([0-9a-f]{64})
          witness (\\S+) (\\S+)

          quorum (\\S+)
          """);

  private static final Pattern NOTE =
      Pattern.compile(
          "([^\\s+]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n\n"
              + "((?:\u2014 [^\\s+]+ [A-Za-z0-9+/]+={0,2}\n)+)");

  /** What a key is known by. Never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  record Key(String name, int type, byte[] bytes) {
    byte[] fingerprint() {
      byte[] label = (name + "\n").getBytes(StandardCharsets.UTF_8);
      return sha256(label, new byte[] {(byte) type}, bytes);
    }

    byte[] id() {
      return Arrays.copyOf(fingerprint(), 4);
    }
  }

  /** A head that both keys signed. Never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  record Head(String origin, long size, byte[] root) {}

  private final Key ed25519;
  private final Key mlDsa44;

  private CheckpointPage(Key ed25519, Key mlDsa44) {
    this.ed25519 = ed25519;
    this.mlDsa44 = mlDsa44;
  }

  static CheckpointPage ofPolicy(byte[] file) throws GeneralSecurityException {
    Matcher policy = POLICY.matcher(new String(file, StandardCharsets.UTF_8));
    reject(!policy.matches(), "not the policy of a log without witnesses");
    Key one = key(policy.group(2));
    Key other = key(policy.group(5));
    reject(one.type() != 1 || other.type() != 6, "types");
    reject(!one.name().equals(other.name()), "names");
    reject(!policy.group(4).equals(one.name()) || !policy.group(6).equals(one.name()), "quorum");
    reject(!policy.group(1).equals(hex(one.fingerprint())), "fingerprint");
    reject(!policy.group(3).equals(hex(other.fingerprint())), "fingerprint");
    return new CheckpointPage(one, other);
  }

  static Key key(String vkey) throws GeneralSecurityException {
    String[] parts = vkey.split("\\+", 3);
    reject(parts.length != 3, "a vkey has three parts");
    byte[] typed = base64(parts[2]);
    Key key = new Key(parts[0], typed[0], Arrays.copyOfRange(typed, 1, typed.length));
    reject(!hex(key.id()).equals(parts[1]), "key id");
    return key;
  }

  Head open(byte[] file) throws GeneralSecurityException {
    reject(file.length > 65_536, "too long");
    String note = new String(file, StandardCharsets.UTF_8);
    reject(!Arrays.equals(note.getBytes(StandardCharsets.UTF_8), file), "UTF-8");
    Matcher parts = NOTE.matcher(note);
    reject(!parts.matches(), "not a checkpoint");
    Head head = new Head(parts.group(1), Long.parseLong(parts.group(2)), base64(parts.group(3)));
    List<Key> signers = signers(head, note.substring(0, note.indexOf("\n\n") + 1), parts.group(4));
    reject(!signers.containsAll(List.of(ed25519, mlDsa44)), "a signature is missing");
    reject(!head.origin().equals(ed25519.name()), "another log");
    return head;
  }

  private List<Key> signers(Head head, String text, String lines) throws GeneralSecurityException {
    List<Key> signers = new ArrayList<>();
    for (String line : lines.split("\n", 0)) {
      String[] words = line.split(" ", -1);
      byte[] signed = base64(words[2]);
      for (Key key : List.of(ed25519, mlDsa44)) {
        boolean names = words[1].equals(key.name()) && startsWith(signed, key.id());
        if (names) {
          byte[] signature = Arrays.copyOfRange(signed, 4, signed.length);
          boolean good = key.type() == 1 ? isEd25519(text, signature) : isMlDsa(head, signature);
          reject(!good, "bad signature");
          signers.add(key);
        }
      }
    }
    return signers;
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length > start.length && Arrays.equals(Arrays.copyOf(bytes, start.length), start);
  }

  private boolean isEd25519(String text, byte[] signature) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(false, new Ed25519PublicKeyParameters(ed25519.bytes()));
    signer.update(message, 0, message.length);
    return signature.length == 64 && signer.verifySignature(signature);
  }

  private boolean isMlDsa(Head head, byte[] timed) {
    if (timed.length != 2428) {
      return false;
    }
    long time = ByteBuffer.wrap(timed).getLong();
    byte[] message = subtree(mlDsa44.name(), time, head);
    MLDSASigner signer = new MLDSASigner();
    signer.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, mlDsa44.bytes()));
    signer.update(message, 0, message.length);
    return time != 0 && signer.verifySignature(Arrays.copyOfRange(timed, 8, timed.length));
  }

  static byte[] subtree(String cosigner, long time, Head head) {
    byte[] name = cosigner.getBytes(StandardCharsets.UTF_8);
    byte[] origin = head.origin().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(12 + 1 + name.length + 8 + 1 + origin.length + 16 + 32)
        .put("subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII))
        .put((byte) name.length)
        .put(name)
        .putLong(time)
        .put((byte) origin.length)
        .put(origin)
        .putLong(0)
        .putLong(head.size())
        .put(head.root())
        .array();
  }

  static byte[] base64(String text) throws GeneralSecurityException {
    try {
      byte[] value = Base64.getDecoder().decode(text);
      reject(!Base64.getEncoder().encodeToString(value).equals(text), "base 64 spelled otherwise");
      return value;
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("base 64", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
