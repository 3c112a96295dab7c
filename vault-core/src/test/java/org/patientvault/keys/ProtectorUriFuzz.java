package org.patientvault.keys;

import static org.patientvault.fuzz.Reading.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** A protector's URI keeps its text, shows no secret, and gives its parts or was refused. */
class ProtectorUriFuzz implements Seeded {

  @FuzzTest
  void read(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    Reading.of(() -> new ProtectorUri(text), VaultException.InvalidInput.class)
        .ifPresent(uri -> requireSound(uri, text));
  }

  private static void requireSound(ProtectorUri uri, String text) {
    require(uri.text().equals(text) && text.startsWith(uri.kind() + ":"), "another text");
    require(!text.matches("(?is).*[?&;:](pin|pin-value|password|secret)=.*"), "a secret");
    Reading.of(uri::path, VaultException.InvalidInput.class);
    require(uri.parameter("a&b").isEmpty(), "a parameter that is not there");
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "passphrase", ascii("passphrase:"),
        "keystore", ascii("keystore:/a%20b/ks.p12?alias=kek"),
        "recovery", ascii("recovery:00ff?set=0011223344556677&k=2&n=3"),
        "secret", ascii("keystore:/ks.p12?alias=kek&storepass=x"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
