package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;
import static org.patientvault.fuzz.Reading.requireSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** What is read as a detail record is written as the same bytes. */
class CanonicalJsonFuzz implements Seeded {

  private static final int MOST_BYTES = 8 << 10;

  @FuzzTest
  void parse(byte[] json) {
    Optional<JsonValue> value =
        Reading.of(
            () -> CanonicalJson.parse(json, MOST_BYTES),
            VaultException.InvalidInput.class,
            VaultException.LimitExceeded.class);
    value.ifPresent(read -> requireSame(CanonicalJson.write(read), json, "a detail record"));
    require(value.isEmpty() || json.length <= MOST_BYTES, "longer than was asked for");
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "detail",
            bytes(
                "{\"fields\":[\"name\",\"birthDate\"],\"n\":-7,\"ok\":true,\"reason\":\"\\u0001"
                    + " \u00e9\\n"
                    + "\"}"),
        "nested", bytes("[".repeat(17) + "]".repeat(17)),
        "spaces", bytes("{\"a\": 1}"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
