package org.patientvault.audit.report;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.codec.binary.Base64;

/**
 * SHA-256 of each data block of a page, by the block's name. Shows a damaged copy; no protection
 * from somebody who writes new digests too.
 */
final class PageDigests {
  private final Map<String, String> hexByBlock = new LinkedHashMap<>();

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static String base64(byte[] value) {
    return Base64.encodeBase64String(value);
  }

  void put(String block, MessageDigest digest) {
    hexByBlock.put(block, HexFormat.of().formatHex(digest.digest()));
  }

  Map<String, String> all() {
    return hexByBlock;
  }
}
