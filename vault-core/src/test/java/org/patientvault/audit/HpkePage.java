package org.patientvault.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;

/**
 * A second reader of sealed details, written from docs/formats/audit-log.md and RFC 9180: of the
 * product it uses nothing, of Bouncy Castle the X-Wing decapsulation alone.
 */
final class HpkePage {
  private static final byte[] SUITE =
      concat(ascii("HPKE"), HexFormat.of().parseHex("647a00010002"));
  private static final int HEADER_BYTES = 5 + 32 + 1120;

  private final byte[] contentKey;

  HpkePage(byte[] seed, byte[] header, String origin) throws GeneralSecurityException {
    if (header.length != HEADER_BYTES || !ascii(header, 0, 5).equals("PVad1")) {
      throw new IllegalArgumentException("no header");
    }
    byte[] encapsulation = Arrays.copyOfRange(header, 37, HEADER_BYTES);
    byte[] shared =
        new XWingKEMExtractor(new XWingPrivateKeyParameters(seed)).extractSecret(encapsulation);
    byte[] context =
        concat(
            new byte[] {0},
            extract(new byte[0], "psk_id_hash", new byte[0]),
            extract(new byte[0], "info_hash", ascii("PVad1" + origin)));
    byte[] secret = extract(shared, "secret", new byte[0]);
    contentKey = expand(expand(secret, "exp", context), "sec", ascii("details"));
  }

  /** The salt and the detail of the entry at this index. */
  byte[] open(long index, byte[] sealed) throws GeneralSecurityException {
    byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(index).array();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(contentKey, "AES"),
        new GCMParameterSpec(128, nonce));
    cipher.updateAAD(ascii("PVat1"));
    return cipher.doFinal(sealed);
  }

  private static byte[] extract(byte[] salt, String label, byte[] keyMaterial)
      throws GeneralSecurityException {
    byte[] labelled = concat(ascii("HPKE-v1"), SUITE, ascii(label), keyMaterial);
    return hmac(salt.length == 0 ? new byte[32] : salt, labelled);
  }

  /** 32 bytes: one round of HKDF's second step. */
  private static byte[] expand(byte[] key, String label, byte[] info)
      throws GeneralSecurityException {
    byte[] labelled = concat(new byte[] {0, 32}, ascii("HPKE-v1"), SUITE, ascii(label), info);
    return hmac(key, concat(labelled, new byte[] {1}));
  }

  private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String ascii(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    ByteBuffer out = ByteBuffer.wrap(all);
    for (byte[] part : parts) {
      out.put(part);
    }
    return all;
  }
}
