package org.patientvault.audit;

import static org.patientvault.fuzz.Reading.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** A verifier key has one spelling. */
class VerifierKeyFuzz implements Seeded {

  @FuzzTest
  void parse(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    Reading.of(() -> VerifierKey.parse(text), VaultException.InvalidInput.class)
        .ifPresent(key -> require(key.vkey().equals(text), "a key that is written otherwise"));
  }

  @Override
  public Map<String, byte[]> seeds() {
    LogVerifierKeys keys = new TestSigner(1).keys("example.org/log");
    return Map.of(
        "ed25519", keys.ed25519().vkey().getBytes(StandardCharsets.UTF_8),
        "ml-dsa", keys.mlDsa44().vkey().getBytes(StandardCharsets.UTF_8));
  }
}
