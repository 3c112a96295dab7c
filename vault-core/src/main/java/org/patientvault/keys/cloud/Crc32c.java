package org.patientvault.keys.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.zip.CRC32C;

/** The checksum that Google Cloud KMS asks for, against damage between the two ends of TLS. */
final class Crc32c {
  private Crc32c() {}

  /** In decimal, as JSON writes 64-bit integers of protocol buffers. */
  static String of(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Long.toString(crc.getValue());
  }

  static boolean fits(JsonNode answer, String member, byte[] bytes) {
    JsonNode given = answer.get(member);
    return given != null && given.isValueNode() && given.asText().equals(of(bytes));
  }
}
