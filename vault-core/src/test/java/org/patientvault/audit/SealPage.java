package org.patientvault.audit;

import static org.patientvault.audit.AuditLogPage.reject;
import static org.patientvault.audit.AuditLogPage.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A second reader of node seals, from docs/formats/audit-log.md alone, with the JDK's Ed25519. */
final class SealPage {
  /** An Ed25519 SubjectPublicKeyInfo up to the key's bytes, RFC 8410. */
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String origin;
  private final Map<String, byte[]> keys = new HashMap<>();
  private final Map<String, ByteArrayOutputStream> covered = new HashMap<>();

  SealPage(String origin) {
    this.origin = origin;
  }

  void check(List<Map<Character, String>> entries, List<byte[]> hashes)
      throws GeneralSecurityException {
    for (int i = 0; i < entries.size(); i++) {
      Map<Character, String> entry = entries.get(i);
      String who = AuditLogPage.Counter.of(entry).who();
      String event = text(entry, 'e');
      if (event.equals("START") && entry.containsKey('w')) {
        keys.put(who, bytes(entry, 'w'));
      }
      reject(!keys.isEmpty() && !keys.containsKey(who), "a boot without a key");
      if (event.equals("SEAL") || (event.equals("STOP") && keys.containsKey(who))) {
        seal(entry, who);
      }
      covered.computeIfAbsent(who, any -> new ByteArrayOutputStream()).writeBytes(hashes.get(i));
      reject(keys.containsKey(who) && covered.get(who).size() > 32 * 1_001, "unsealed");
    }
  }

  private void seal(Map<Character, String> entry, String who) throws GeneralSecurityException {
    byte[] digest = AuditLogPage.sha256(covered.remove(who).toByteArray());
    reject(!Arrays.equals(digest, bytes(entry, 'w')), "what a seal covers");
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(publicKey(keys.get(who)));
    verifier.update(message(entry, digest));
    reject(!verifier.verify(bytes(entry, 'z')), "a seal's signature");
  }

  private static PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
    byte[] spki = Arrays.copyOf(SPKI, SPKI.length + raw.length);
    System.arraycopy(raw, 0, spki, SPKI.length, raw.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
  }

  private byte[] message(Map<Character, String> entry, byte[] digest) {
    byte[] log = origin.getBytes(StandardCharsets.UTF_8);
    byte[] node = text(entry, 'n').getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(26 + 1 + log.length + 1 + node.length + 4 + 8 + 32)
        .put("patientvault-node-seal/v1\n".getBytes(StandardCharsets.US_ASCII))
        .put((byte) log.length)
        .put(log)
        .put((byte) node.length)
        .put(node)
        .put(HexFormat.of().parseHex(text(entry, 'b')))
        .putLong(Long.parseLong(entry.get('k')))
        .put(digest)
        .array();
  }

  private static byte[] bytes(Map<Character, String> entry, char key) {
    return Base64.getUrlDecoder().decode(text(entry, key));
  }
}
