package org.patientvault.keys;

import static org.patientvault.fuzz.Reading.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.patientvault.fuzz.Reading;
import org.patientvault.fuzz.Seeded;
import org.patientvault.model.VaultException;

/** A PKCS#11 URI that is accepted names a token, a key and a module. */
class Pkcs11UriFuzz implements Seeded {

  @FuzzTest
  void parse(byte[] data) {
    String text = "pkcs11:" + new String(data, StandardCharsets.UTF_8);
    Reading.of(() -> Pkcs11Uri.parse(new ProtectorUri(text)), VaultException.InvalidInput.class)
        .ifPresent(Pkcs11UriFuzz::requireWhole);
  }

  private static void requireWhole(Pkcs11Uri uri) {
    require(!uri.modulePath().isEmpty(), "no module");
    require(uri.label().isPresent() || uri.id().isPresent(), "no key");
    require(uri.label().map(label -> !label.isEmpty()).orElse(true), "an empty label");
    require(uri.id().map(id -> id.size() > 0).orElse(true), "an empty id");
    require(uri.pinFile().map(file -> file.startsWith("/")).orElse(true), "a relative path");
    uri.type();
  }

  @Override
  public Map<String, byte[]> seeds() {
    return Map.of(
        "whole",
            ascii(
                "token=a%20b;object=kek;type=secret-key?module-path=/usr/lib/m.so&pin-source=file:/run/pin"),
        "by-id", ascii("serial=0f;id=%00%ff;x-note=1?module-path=/m.so"),
        "no-key", ascii("token=a?module-path=/m.so"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
